import { sql } from 'kysely';
import type { Row } from '@serialbridge/core/model';
import type { PurchaseOrderListRow, ReceivingSessionListRow } from '@serialbridge/protocol/central';
import type { ReadTx } from '../storage/index.ts';
import { MOST_COUNTED } from '../api/keyset.ts';
import { Names } from './names.ts';

type Db = ReadTx['db'];

/** A serial as it may have been typed: exactly, and in capitals. */
function serialForms(serial: string): string[] {
  return [...new Set([serial.trim(), serial.trim().toUpperCase()])];
}

/** POs and credit memos that a unit with this serial came in, left or is expected by. */
export async function purchaseOrdersOfSerial(db: Db, tenant_id: string, serial: string): Promise<string[]> {
  const forms = serialForms(serial);
  const units = await db
    .selectFrom('unit')
    .select(['unit_id', 'purchase_order_id'])
    .where('tenant_id', '=', tenant_id)
    .where('serial_norm', 'in', forms)
    .limit(MOST_COUNTED)
    .execute();
  const expected = await db
    .selectFrom('expected_unit')
    .select('purchase_order_id')
    .where('tenant_id', '=', tenant_id)
    .where('serial_norm', 'in', forms)
    .limit(MOST_COUNTED)
    .execute();
  return [...new Set([...units, ...expected].flatMap((row) => row.purchase_order_id ?? []))];
}

/** Orders that a unit with this serial was packed on, now or once. */
export async function ordersOfSerial(db: Db, tenant_id: string, serial: string): Promise<string[]> {
  const forms = serialForms(serial);
  const packed = await db
    .selectFrom('package_unit')
    .select('order_id')
    .where('tenant_id', '=', tenant_id)
    .where('serial_norm', 'in', forms)
    .limit(MOST_COUNTED)
    .execute();
  const units = await db
    .selectFrom('unit')
    .select('order_id')
    .where('tenant_id', '=', tenant_id)
    .where('serial_norm', 'in', forms)
    .limit(MOST_COUNTED)
    .execute();
  return [...new Set([...packed, ...units].flatMap((row) => row.order_id ?? []))];
}

export async function showPurchaseOrders(
  db: Db,
  tenant_id: string,
  rows: readonly Row<'purchase_order'>[],
): Promise<PurchaseOrderListRow[]> {
  const ids = rows.map((row) => row.purchase_order_id);
  const sums =
    ids.length === 0
      ? []
      : await db
          .selectFrom('po_line')
          .select([
            'purchase_order_id',
            (eb) => eb.fn.countAll<number>().as('line_count'),
            sql<number | string>`sum(quantity_ordered)`.as('ordered'),
            sql<number | string>`sum(quantity_received)`.as('received'),
            sql<number | string>`sum(quantity_ordered * unit_price_cents)`.as('total'),
          ])
          .where('tenant_id', '=', tenant_id)
          .where('purchase_order_id', 'in', ids)
          .groupBy('purchase_order_id')
          .execute();
  const byId = new Map(sums.map((sum) => [sum.purchase_order_id, sum]));
  const names = await new Names(db, tenant_id).load({
    vendor: rows.map((row) => row.vendor_id),
    warehouse: rows.map((row) => row.warehouse_id),
  });
  return rows.map((row) => {
    const sum = byId.get(row.purchase_order_id);
    return {
      ...withoutTenant(row),
      vendor_name: names.get('vendor', row.vendor_id) ?? '',
      warehouse_code: names.get('warehouse', row.warehouse_id),
      lines: sum?.line_count ?? 0,
      units: Number(sum?.ordered ?? 0),
      units_received: Number(sum?.received ?? 0),
      total_cents: Number(sum?.total ?? 0),
    };
  });
}

/** Central's rows lead with tenant_id, which never leaves it. */
export function withoutTenant<R extends object>(row: R): Omit<R, 'tenant_id'> {
  const { tenant_id: _, ...rest }: R & { tenant_id?: unknown } = row;
  return rest;
}

export async function showSessions(
  db: Db,
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
export async function sessionsOf(db: Db, tenant_id: string, document_id: string): Promise<ReceivingSessionListRow[]> {
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
