import type { z } from 'zod';
import type { ArrivalExportQuery, UnitFilter, UnitListRow } from '@serialbridge/protocol/central';
import type { Central } from '../../auth/central.ts';
import { Names } from '../names.ts';
import { eachPage } from '../../api/keyset.ts';
import { listOfUnits, showUnits } from './queries.ts';
import { csvLine, isoTime, type CsvOptions } from '../csv/csv.ts';

/** Rows of one query: enough to be fast, few enough to be fair to others in this thread. */
const PAGE = 2000;

const UNIT_HEADER = [
  'serial',
  'sku',
  'product',
  'state',
  'condition',
  'disputed',
  'warehouse',
  'bin',
  'purchase_order',
  'order',
  'rma',
  'lot',
  'expiry',
  'received_at',
  'updated_at',
  'unit_id',
];

function unitLine(unit: UnitListRow, options: CsvOptions): string {
  return csvLine(
    [
      { text: unit.serial_raw },
      { text: unit.sku },
      unit.product_name,
      unit.state,
      unit.condition,
      unit.disputed,
      { text: unit.warehouse_code },
      { text: unit.bin_code },
      { text: unit.po_number },
      { text: unit.order_number },
      { text: unit.rma_number },
      { text: unit.lot },
      unit.expiry,
      isoTime(unit.received_at),
      isoTime(unit.updated_at),
      unit.unit_id,
    ],
    options,
  );
}

/** All units that match the filters of the units list, page by page; units that change meanwhile are shown as they are when their page is read. */
export async function* exportUnits(
  { store }: Central,
  tenant_id: string,
  filter: z.output<typeof UnitFilter>,
  options: CsvOptions,
): AsyncGenerator<string> {
  yield csvLine(UNIT_HEADER);
  const { list, order, found } = await listOfUnits(store.db, tenant_id, filter);
  for await (const rows of eachPage('unit', list, order, PAGE)) {
    const shown = await showUnits(store.db, tenant_id, rows, found);
    yield shown.map((unit) => unitLine(unit, options)).join('');
    await store.breathe();
  }
}

const ARRIVAL_HEADER = [
  'received_at',
  'purchase_order',
  'vendor',
  'receiving_session_id',
  'warehouse',
  'bin',
  'sku',
  'product',
  'serial',
  'lot',
  'expiry',
  'station',
  'operator',
  'state_now',
  'unit_id',
];

/** Inventory arrivals: a row for each serial of a saved receipt, oldest session first. */
export async function* exportArrivals(
  { store }: Central,
  tenant_id: string,
  filter: Omit<z.output<typeof ArrivalExportQuery>, 'excel'>,
  options: CsvOptions,
): AsyncGenerator<string> {
  yield csvLine(ARRIVAL_HEADER);
  let after: { session: string; saved_at: number; unit: string } | null = null;
  for (;;) {
    const last = after;
    let query = store.db
      .selectFrom('receiving_session as session')
      .innerJoin('receipt_unit as counted', (join) =>
        join
          .onRef('counted.tenant_id', '=', 'session.tenant_id')
          .onRef('counted.receiving_session_id', '=', 'session.receiving_session_id'),
      )
      .leftJoin('unit', (join) =>
        join.onRef('unit.tenant_id', '=', 'counted.tenant_id').onRef('unit.unit_id', '=', 'counted.unit_id'),
      )
      .select([
        'session.receiving_session_id',
        'session.saved_at',
        'session.document_kind',
        'session.document_id',
        'session.warehouse_id',
        'session.station_id',
        'session.operator_id',
      ])
      .select([
        'counted.unit_id',
        'counted.product_id',
        'counted.bin_id',
        'counted.serial_raw',
        'counted.lot',
        'counted.expiry',
        'unit.state as unit_state',
      ])
      .where('session.tenant_id', '=', tenant_id)
      .where('session.state', '=', 'saved')
      .where('session.document_kind', '!=', 'credit_memo')
      .orderBy('session.saved_at')
      .orderBy('session.receiving_session_id')
      .orderBy('counted.unit_id')
      .limit(PAGE);
    if (filter.from !== undefined) query = query.where('session.saved_at', '>=', filter.from);
    if (filter.to !== undefined) query = query.where('session.saved_at', '<=', filter.to);
    if (filter.warehouse_id !== undefined) query = query.where('session.warehouse_id', '=', filter.warehouse_id);
    if (filter.purchase_order_id !== undefined)
      query = query.where('session.document_id', '=', filter.purchase_order_id);
    if (filter.receiving_session_id !== undefined)
      query = query.where('session.receiving_session_id', '=', filter.receiving_session_id);
    if (last !== null) {
      query = query.where((eb) =>
        eb.or([
          eb('session.saved_at', '>', last.saved_at),
          eb.and([eb('session.saved_at', '=', last.saved_at), eb('session.receiving_session_id', '>', last.session)]),
          eb.and([
            eb('session.saved_at', '=', last.saved_at),
            eb('session.receiving_session_id', '=', last.session),
            eb('counted.unit_id', '>', last.unit),
          ]),
        ]),
      );
    }
    const rows = await query.execute();
    const names = await new Names(store.db, tenant_id).load({
      sku: rows.map((row) => row.product_id),
      product: rows.map((row) => row.product_id),
      warehouse: rows.map((row) => row.warehouse_id),
      bin: rows.map((row) => row.bin_id),
      station: rows.map((row) => row.station_id),
      operator: rows.map((row) => row.operator_id),
      purchase_order: rows.map((row) => row.document_id),
      rma: rows.map((row) => row.document_id),
    });
    const ids = [...new Set(rows.map((row) => row.document_id))];
    const orders =
      ids.length === 0
        ? []
        : await store.db
            .selectFrom('purchase_order')
            .select(['purchase_order_id', 'vendor_id'])
            .where('tenant_id', '=', tenant_id)
            .where('purchase_order_id', 'in', ids)
            .execute();
    await names.load({ vendor: orders.map((order) => order.vendor_id) });
    const vendorOf = new Map(orders.map((order) => [order.purchase_order_id, names.get('vendor', order.vendor_id)]));
    const lines = rows.map((row) =>
      csvLine(
        [
          isoTime(row.saved_at),
          { text: names.get(row.document_kind === 'rma' ? 'rma' : 'purchase_order', row.document_id) },
          vendorOf.get(row.document_id) ?? null,
          row.receiving_session_id,
          { text: names.get('warehouse', row.warehouse_id) },
          { text: names.get('bin', row.bin_id) },
          { text: names.get('sku', row.product_id) },
          names.get('product', row.product_id),
          { text: row.serial_raw },
          { text: row.lot },
          row.expiry,
          names.get('station', row.station_id),
          names.get('operator', row.operator_id),
          row.unit_state,
          row.unit_id,
        ],
        options,
      ),
    );
    if (lines.length > 0) yield lines.join('');
    const end = rows.at(-1);
    if (rows.length < PAGE || end === undefined) return;
    after = { session: end.receiving_session_id, saved_at: end.saved_at ?? 0, unit: end.unit_id };
    await store.breathe();
  }
}
