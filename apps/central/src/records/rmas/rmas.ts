import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { Row } from '@serialbridge/core/model';
import type { Fault } from '@serialbridge/protocol';
import { CENTRAL_API, type RmaListRow } from '@serialbridge/protocol/central';
import { fault, notFound, Refusal } from '../../refusal.ts';
import { serve, type ServedCall } from '../../api/serve-call.ts';
import type { ReadTx } from '../../storage/index.ts';
import { sessionsOf, withoutTenant } from '../documents.ts';
import { contains, MOST_COUNTED, pageFrom, placeOf } from '../../api/keyset.ts';
import { Names } from '../names.ts';
import { putDrafts, recordDrafts } from '../record.ts';

type Db = ReadTx['db'];

async function showRmas(db: Db, tenant_id: string, rows: readonly Row<'rma'>[]): Promise<RmaListRow[]> {
  const ids = rows.map((row) => row.rma_id);
  const sums =
    ids.length === 0
      ? []
      : await db
          .selectFrom('rma_line')
          .select([
            'rma_id',
            sql<number | string>`sum(quantity)`.as('unit_sum'),
            sql<number | string>`sum(quantity_received)`.as('received_sum'),
          ])
          .where('tenant_id', '=', tenant_id)
          .where('rma_id', 'in', ids)
          .groupBy('rma_id')
          .execute();
  const orders =
    ids.length === 0
      ? []
      : await db
          .selectFrom('order')
          .select(['order_id', 'number', 'customer_name'])
          .where('tenant_id', '=', tenant_id)
          .where(
            'order_id',
            'in',
            rows.map((row) => row.order_id),
          )
          .execute();
  return rows.map((row) => {
    const order = orders.find((one) => one.order_id === row.order_id);
    const sum = sums.find((one) => one.rma_id === row.rma_id);
    return {
      ...withoutTenant(row),
      order_number: order?.number ?? null,
      customer_name: order?.customer_name ?? null,
      units: Number(sum?.unit_sum ?? 0),
      units_received: Number(sum?.received_sum ?? 0),
    };
  });
}

const listRmas: ServedCall = serve(CENTRAL_API['rmas.list'], ({ central, who, query }) =>
  central.store.read(async ({ db }) => {
    const { tenant_id } = who;
    let all = db.selectFrom('rma').where('tenant_id', '=', tenant_id);
    if (query.status !== undefined) all = all.where('status', '=', query.status);
    const text = query.text?.trim() ?? '';
    if (text !== '') {
      all = all.where((eb) =>
        eb.or([
          contains('number', text),
          eb(
            'order_id',
            'in',
            eb
              .selectFrom('order')
              .select('order.order_id')
              .where('order.tenant_id', '=', tenant_id)
              .where(contains('order.number', text)),
          ),
        ]),
      );
    }
    const after = placeOf(query.after);
    let page = all
      .selectAll()
      .orderBy('rma_id', 'desc')
      .limit(query.limit + 1);
    if (after) page = page.where('rma_id', '<', after.id);
    const rows = await page.execute();
    const counted = await db
      .selectFrom(
        all
          .select('rma_id')
          .limit(MOST_COUNTED + 1)
          .as('some'),
      )
      .select((eb) => eb.fn.countAll<number>().as('found_count'))
      .executeTakeFirstOrThrow();
    const shown = new Map((await showRmas(db, tenant_id, rows)).map((row) => [row.rma_id, row]));
    return pageFrom(
      rows,
      query.limit,
      (row) => ({ by: '', id: row.rma_id }),
      (some) => some.flatMap((row) => shown.get(row.rma_id) ?? []),
      counted.found_count,
    );
  }),
);

const getRma: ServedCall = serve(CENTRAL_API['rmas.get'], ({ central, who, params }) =>
  central.store.read(async ({ db }) => {
    const { tenant_id } = who;
    const row = await db
      .selectFrom('rma')
      .selectAll()
      .where('tenant_id', '=', tenant_id)
      .where('rma_id', '=', params.rma_id)
      .executeTakeFirst();
    const [rma] = row ? await showRmas(db, tenant_id, [row]) : [];
    if (!rma) throw notFound('return');
    const lines = await db
      .selectFrom('rma_line')
      .selectAll()
      .where('tenant_id', '=', tenant_id)
      .where('rma_id', '=', params.rma_id)
      .orderBy('line_number')
      .execute();
    const names = await new Names(db, tenant_id).load({
      sku: lines.map((line) => line.product_id),
      product: lines.map((line) => line.product_id),
    });
    return {
      rma,
      lines: lines.map((line) => ({
        ...withoutTenant(line),
        sku: names.get('sku', line.product_id) ?? '',
        product_name: names.get('product', line.product_id) ?? '',
      })),
      sessions: await sessionsOf(db, tenant_id, params.rma_id),
    };
  }),
);

const createRma: ServedCall = serve(CENTRAL_API['rmas.create'], async ({ central, who, body }) => {
  const { tenant_id } = who;
  const { db } = central.store;
  const errors: Fault[] = [];
  const same = await db
    .selectFrom('rma')
    .select('rma_id')
    .where('tenant_id', '=', tenant_id)
    .where('number', '=', body.number)
    .executeTakeFirst();
  if (same) errors.push(fault('record.taken', `There is a return ${body.number} already.`, 'number'));
  const order = await db
    .selectFrom('order')
    .select('order_id')
    .where('tenant_id', '=', tenant_id)
    .where('number', '=', body.order_number)
    .executeTakeFirst();
  if (!order) errors.push(fault('record.unknown', `There is no order ${body.order_number}.`, 'order_number'));
  const products = await db
    .selectFrom('product')
    .select(['product_id', 'sku'])
    .where('tenant_id', '=', tenant_id)
    .where(
      'sku',
      'in',
      body.lines.map((line) => line.sku),
    )
    .execute();
  const rma_id = uuidv7();
  const lines = body.lines.flatMap((line, at) => {
    const product = products.find((one) => one.sku === line.sku);
    if (!product) errors.push(fault('record.unknown', `There is no product ${line.sku}.`, `lines.${at}.sku`));
    return product
      ? [
          {
            rma_line_id: uuidv7(),
            rma_id,
            line_number: at + 1,
            product_id: product.product_id,
            quantity: line.quantity,
            quantity_received: 0,
          },
        ]
      : [];
  });
  if (!order || errors.length > 0)
    throw new Refusal(same ? 'record.taken' : 'record.unknown', {
      errors,
      detail: errors.map((one) => one.message).join(' '),
    });
  const rma = {
    rma_id,
    number: body.number,
    order_id: order.order_id,
    status: 'open' as const,
    reason: body.reason,
    created_at: central.now(),
  };
  await recordDrafts(central, who, [...putDrafts('rma', [rma]), ...putDrafts('rma_line', lines)]);
  return { rma_id };
});

export const RMA_CALLS = { 'rmas.list': listRmas, 'rmas.get': getRma, 'rmas.create': createRma };
