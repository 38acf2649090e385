import { sql } from 'kysely';
import type { Row } from '@serialbridge/core/model';
import { CENTRAL_API, type ReceivingSessionListRow } from '@serialbridge/protocol/central';
import { contains, readPage } from '../../api/keyset.ts';
import { serve, type ServedCall } from '../../api/serve-call.ts';
import { notFound } from '../../refusal.ts';
import type { ReadDb } from '../../storage/index.ts';
import { Names } from '../names.ts';

async function showSessions(
  db: ReadDb,
  tenant_id: string,
  rows: readonly Row<'receiving_session'>[],
): Promise<ReceivingSessionListRow[]> {
  const ids = rows.map((row) => row.receiving_session_id);
  const counts =
    ids.length === 0
      ? []
      : await db
          .selectFrom('receipt_line')
          .select(['receiving_session_id', sql<number | string>`sum(quantity)`.as('unit_sum')])
          .where('tenant_id', '=', tenant_id)
          .where('receiving_session_id', 'in', ids)
          .groupBy('receiving_session_id')
          .execute();
  const serials =
    ids.length === 0
      ? []
      : await db
          .selectFrom('receipt_unit')
          .select(['receiving_session_id', (eb) => eb.fn.countAll<number>().as('serial_count')])
          .where('tenant_id', '=', tenant_id)
          .where('receiving_session_id', 'in', ids)
          .groupBy('receiving_session_id')
          .execute();
  const documents = (kind: string): string[] =>
    rows.filter((row) => (kind === 'rma') === (row.document_kind === 'rma')).map((row) => row.document_id);
  const names = await new Names(db, tenant_id).load({
    station: rows.map((row) => row.station_id),
    operator: rows.map((row) => row.operator_id),
    warehouse: rows.map((row) => row.warehouse_id),
    purchase_order: documents('purchase_order'),
    rma: documents('rma'),
  });
  return rows.map((row) => ({
    receiving_session_id: row.receiving_session_id,
    document_kind: row.document_kind,
    document_id: row.document_id,
    number: names.get(row.document_kind === 'rma' ? 'rma' : 'purchase_order', row.document_id),
    state: row.state,
    opened_at: row.opened_at,
    saved_at: row.saved_at,
    warehouse_code: names.get('warehouse', row.warehouse_id),
    station: names.named('station', row.station_id),
    operator: names.namedOrNull('operator', row.operator_id),
    units: Number(counts.find((one) => one.receiving_session_id === row.receiving_session_id)?.unit_sum ?? 0),
    serials: serials.find((one) => one.receiving_session_id === row.receiving_session_id)?.serial_count ?? 0,
  }));
}

/** Sessions of a document, newest first; documents have few. */
export async function sessionsOf(
  db: ReadDb,
  tenant_id: string,
  document_id: string,
): Promise<ReceivingSessionListRow[]> {
  const rows = await db
    .selectFrom('receiving_session')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .where('document_id', '=', document_id)
    .orderBy('opened_at', 'desc')
    .limit(500)
    .execute();
  return showSessions(db, tenant_id, rows);
}

const listSessions: ServedCall = serve(CENTRAL_API['receiving_sessions.list'], ({ central, who, query }) =>
  central.store.read(async ({ db }) => {
    const { tenant_id } = who;
    let list = db.selectFrom('receiving_session').where('tenant_id', '=', tenant_id);
    if (query.document_id !== undefined) list = list.where('document_id', '=', query.document_id);
    if (query.state !== undefined) list = list.where('state', '=', query.state);
    if (query.from !== undefined) list = list.where('opened_at', '>=', query.from);
    if (query.to !== undefined) list = list.where('opened_at', '<=', query.to);
    const text = query.text?.trim() ?? '';
    if (text !== '') {
      list = list.where((eb) =>
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
    const newest = { by: 'opened_at', id: 'receiving_session_id', descending: true } as const;
    return readPage(db, 'receiving_session', list, newest, query, (rows) => showSessions(db, tenant_id, rows));
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
