import { sql } from 'kysely';
import { CENTRAL_API } from '@serialbridge/protocol/central';
import { notFound } from '../../refusal.ts';
import { serve, type ServedCall } from '../../api/serve-call.ts';
import { showSessions } from '../documents.ts';
import { contains, MOST_COUNTED, pageFrom, placeOf } from '../../api/keyset.ts';
import { Names } from '../names.ts';

const listSessions: ServedCall = serve(CENTRAL_API['receiving_sessions.list'], ({ central, who, query }) =>
  central.store.read(async ({ db }) => {
    const { tenant_id } = who;
    let all = db.selectFrom('receiving_session').where('tenant_id', '=', tenant_id);
    if (query.document_id !== undefined) all = all.where('document_id', '=', query.document_id);
    if (query.state !== undefined) all = all.where('state', '=', query.state);
    if (query.from !== undefined) all = all.where('opened_at', '>=', query.from);
    if (query.to !== undefined) all = all.where('opened_at', '<=', query.to);
    const text = query.text?.trim() ?? '';
    if (text !== '') {
      all = all.where((eb) =>
        eb.or([
          eb(
            'document_id',
            'in',
            eb
              .selectFrom('purchase_order')
              .select('purchase_order.purchase_order_id')
              .where('purchase_order.tenant_id', '=', tenant_id)
              .where(contains('purchase_order.number', text)),
          ),
          eb(
            'document_id',
            'in',
            eb
              .selectFrom('rma')
              .select('rma.rma_id')
              .where('rma.tenant_id', '=', tenant_id)
              .where(contains('rma.number', text)),
          ),
        ]),
      );
    }
    const after = placeOf(query.after);
    let page = all
      .selectAll()
      .orderBy('opened_at', 'desc')
      .orderBy('receiving_session_id', 'desc')
      .limit(query.limit + 1);
    if (after)
      page = page.where((eb) =>
        eb.or([
          eb('opened_at', '<', Number(after.by)),
          eb.and([eb('opened_at', '=', Number(after.by)), eb('receiving_session_id', '<', after.id)]),
        ]),
      );
    const rows = await page.execute();
    const counted = await db
      .selectFrom(
        all
          .select('receiving_session_id')
          .limit(MOST_COUNTED + 1)
          .as('some'),
      )
      .select((eb) => eb.fn.countAll<number>().as('found_count'))
      .executeTakeFirstOrThrow();
    const shown = new Map((await showSessions(db, tenant_id, rows)).map((row) => [row.receiving_session_id, row]));
    return pageFrom(
      rows,
      query.limit,
      (row) => ({ by: row.opened_at, id: row.receiving_session_id }),
      (some) => some.flatMap((row) => shown.get(row.receiving_session_id) ?? []),
      counted.found_count,
    );
  }),
);

const MOST_UNITS = 2000;

const getSession: ServedCall = serve(CENTRAL_API['receiving_sessions.get'], ({ central, who, params }) =>
  central.store.read(async ({ db }) => {
    const { tenant_id } = who;
    const { receiving_session_id } = params;
    const row = await db
      .selectFrom('receiving_session')
      .selectAll()
      .where('tenant_id', '=', tenant_id)
      .where('receiving_session_id', '=', receiving_session_id)
      .executeTakeFirst();
    const [session] = row ? await showSessions(db, tenant_id, [row]) : [];
    if (!session) throw notFound('receiving session');
    const lines = await db
      .selectFrom('receipt_line')
      .select(['line_id', 'product_id', sql<number | string>`sum(quantity)`.as('unit_sum')])
      .where('tenant_id', '=', tenant_id)
      .where('receiving_session_id', '=', receiving_session_id)
      .groupBy(['line_id', 'product_id'])
      .execute();
    const serials = await db
      .selectFrom('receipt_unit')
      .select(['line_id', (eb) => eb.fn.countAll<number>().as('serial_count')])
      .where('tenant_id', '=', tenant_id)
      .where('receiving_session_id', '=', receiving_session_id)
      .groupBy('line_id')
      .execute();
    const units = await db
      .selectFrom('receipt_unit')
      .leftJoin('unit', (join) =>
        join.onRef('unit.tenant_id', '=', 'receipt_unit.tenant_id').onRef('unit.unit_id', '=', 'receipt_unit.unit_id'),
      )
      .select([
        'receipt_unit.unit_id',
        'receipt_unit.line_id',
        'receipt_unit.product_id',
        'receipt_unit.serial_raw',
        'receipt_unit.lot',
        'receipt_unit.expiry',
        'unit.state',
        'unit.disputed',
      ])
      .where('receipt_unit.tenant_id', '=', tenant_id)
      .where('receipt_unit.receiving_session_id', '=', receiving_session_id)
      .orderBy('receipt_unit.unit_id')
      .limit(MOST_UNITS)
      .execute();
    const names = await new Names(db, tenant_id).load({
      sku: lines.map((line) => line.product_id),
      product: lines.map((line) => line.product_id),
    });
    const product = (product_id: string): { sku: string; product_name: string } => ({
      sku: names.get('sku', product_id) ?? '',
      product_name: names.get('product', product_id) ?? '',
    });
    return {
      session,
      lines: lines.map((line) => ({
        line_id: line.line_id,
        ...product(line.product_id),
        quantity: Number(line.unit_sum),
        serials: serials.find((one) => one.line_id === line.line_id)?.serial_count ?? 0,
      })),
      // Counted but not saved yet: the unit comes into being with the receipt.
      units: units.map(({ product_id, state, disputed, ...unit }) => ({
        ...unit,
        ...product(product_id),
        state: state ?? 'expected',
        disputed: disputed ?? false,
      })),
      units_total: session.serials,
    };
  }),
);

export const SESSION_CALLS = { 'receiving_sessions.list': listSessions, 'receiving_sessions.get': getSession };
