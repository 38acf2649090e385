import { sql } from 'kysely';
import { boundedWhole, type Row } from '@serialbridge/core/model';
import { CENTRAL_API, type PurchaseOrderListRow } from '@serialbridge/protocol/central';
import { contains, MOST_COUNTED, readPage } from '../../api/keyset.ts';
import { serve, type ServedCall } from '../../api/serve-call.ts';
import { notFound } from '../../refusal.ts';
import { withoutTenant, type ReadDb } from '../../storage/index.ts';
import { onlyDocuments, ordered, serialForms } from '../document-filters.ts';
import { Names } from '../names.ts';
import { sessionsOf } from '../receiving-sessions/queries.ts';

/** POs and credit memos that a unit with this serial came in, left or is expected by. */
async function purchaseOrdersOfSerial(db: ReadDb, tenant_id: string, serial: string): Promise<string[]> {
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
  return [...units, ...expected].flatMap((row) => row.purchase_order_id ?? []);
}

async function showPurchaseOrders(
  db: ReadDb,
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
            // Times 1.0: two whole numbers may give one that is too large for the database.
            sql<number | string>`sum(quantity_ordered * 1.0 * unit_price_cents)`.as('total'),
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
      total_cents: boundedWhole(Number(sum?.total ?? 0)),
    };
  });
}

const listPurchaseOrders: ServedCall = serve(CENTRAL_API['purchase_orders.list'], ({ central, who, query }) =>
  central.store.read(async ({ db }) => {
    const { tenant_id } = who;
    let list = ordered(db.selectFrom('purchase_order').where('tenant_id', '=', tenant_id), query);
    for (const column of ['po_type', 'status', 'vendor_id', 'warehouse_id'] as const) {
      const value = query[column];
      if (value !== undefined) list = list.where(column, '=', value);
    }
    const text = query.text?.trim() ?? '';
    if (text !== '') {
      list = list.where((eb) =>
        eb.or([
          ...(['number', 'description', 'vendor_invoice_number', 'buyer', 'company'] as const).map((column) =>
            contains(column, text),
          ),
          eb(
            'vendor_id',
            'in',
            eb
              .selectFrom('vendor')
              .select('vendor.vendor_id')
              .where('vendor.tenant_id', '=', tenant_id)
              .where(contains('vendor.name', text)),
          ),
        ]),
      );
    }
    list = await onlyDocuments(list, db, query, {
      tenant_id,
      id: 'purchase_order_id',
      line: 'po_line',
      ofSerial: purchaseOrdersOfSerial,
    });
    const newest = { by: 'ordered_at', id: 'purchase_order_id', descending: true } as const;
    return readPage(db, 'purchase_order', list, newest, query, (rows) => showPurchaseOrders(db, tenant_id, rows));
  }),
);

const getPurchaseOrder: ServedCall = serve(CENTRAL_API['purchase_orders.get'], ({ central, who, params }) =>
  central.store.read(async ({ db }) => {
    const { tenant_id } = who;
    const { purchase_order_id } = params;
    const row = await db
      .selectFrom('purchase_order')
      .selectAll()
      .where('tenant_id', '=', tenant_id)
      .where('purchase_order_id', '=', purchase_order_id)
      .executeTakeFirst();
    const [purchase_order] = row ? await showPurchaseOrders(db, tenant_id, [row]) : [];
    if (!purchase_order) throw notFound('purchase order');
    const lines = await db
      .selectFrom('po_line')
      .selectAll()
      .where('tenant_id', '=', tenant_id)
      .where('purchase_order_id', '=', purchase_order_id)
      .orderBy('line_number')
      .execute();
    const names = await new Names(db, tenant_id).load({
      sku: lines.map((line) => line.product_id),
      product: lines.map((line) => line.product_id),
    });
    const units = await db
      .selectFrom('unit')
      .select(['po_line_id', (eb) => eb.fn.countAll<number>().as('unit_count')])
      .where('tenant_id', '=', tenant_id)
      .where('purchase_order_id', '=', purchase_order_id)
      .groupBy('po_line_id')
      .execute();
    const expected = await db
      .selectFrom('expected_unit')
      .select(['po_line_id', 'state', (eb) => eb.fn.countAll<number>().as('expected_count')])
      .where('tenant_id', '=', tenant_id)
      .where('purchase_order_id', '=', purchase_order_id)
      .groupBy(['po_line_id', 'state'])
      .execute();
    const sum = (of: typeof expected): number => of.reduce((total, one) => total + one.expected_count, 0);
    return {
      purchase_order,
      lines: lines.map((line) => {
        const mine = expected.filter((one) => one.po_line_id === line.po_line_id);
        return {
          ...withoutTenant(line),
          sku: names.get('sku', line.product_id) ?? '',
          product_name: names.get('product', line.product_id) ?? '',
          units: units.find((one) => one.po_line_id === line.po_line_id)?.unit_count ?? 0,
          expected: sum(mine),
          expected_open: sum(mine.filter((one) => one.state === 'open')),
        };
      }),
      sessions: await sessionsOf(db, tenant_id, purchase_order_id),
    };
  }),
);

export const PURCHASE_ORDER_QUERIES = {
  'purchase_orders.list': listPurchaseOrders,
  'purchase_orders.get': getPurchaseOrder,
};
