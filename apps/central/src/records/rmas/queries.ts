import { sql } from 'kysely';
import type { Row } from '@serialbridge/core/model';
import { CENTRAL_API, type RmaListRow } from '@serialbridge/protocol/central';
import { notFound } from '../../refusal.ts';
import { serve, type ServedCall } from '../../api/serve-call.ts';
import { withoutTenant, type ReadDb } from '../../storage/index.ts';
import { contains, readPage } from '../../api/keyset.ts';
import { Names } from '../names.ts';
import { sessionsOf } from '../receiving-sessions/queries.ts';

async function showRmas(db: ReadDb, tenant_id: string, rows: readonly Row<'rma'>[]): Promise<RmaListRow[]> {
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
    let list = db.selectFrom('rma').where('tenant_id', '=', tenant_id);
    if (query.status !== undefined) list = list.where('status', '=', query.status);
    const text = query.text?.trim() ?? '';
    if (text !== '') {
      list = list.where((eb) =>
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
    return readPage(db, 'rma', list, { by: null, id: 'rma_id', descending: true }, query, (rows) =>
      showRmas(db, tenant_id, rows),
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

export const RMA_QUERIES = { 'rmas.list': listRmas, 'rmas.get': getRma };
