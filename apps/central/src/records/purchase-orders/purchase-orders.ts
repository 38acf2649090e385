import { CENTRAL_API } from '@serialbridge/protocol/central';
import { notFound, Refusal } from '../../refusal.ts';
import { serve, type ServedCall } from '../../api/serve-call.ts';
import { purchaseOrdersOfSerial, sessionsOf, showPurchaseOrders, withoutTenant } from '../documents.ts';
import { contains, MOST_COUNTED, pageFrom, placeOf } from '../../api/keyset.ts';
import { Names } from '../names.ts';
import { putRows } from '../record.ts';

const listPurchaseOrders: ServedCall = serve(CENTRAL_API['purchase_orders.list'], ({ central, who, query }) =>
  central.store.read(async ({ db }) => {
    const { tenant_id } = who;
    let all = db.selectFrom('purchase_order').where('tenant_id', '=', tenant_id);
    for (const column of ['po_type', 'status', 'vendor_id', 'warehouse_id'] as const) {
      const value = query[column];
      if (value !== undefined) all = all.where(column, '=', value);
    }
    if (query.from !== undefined) all = all.where('ordered_at', '>=', query.from);
    if (query.to !== undefined) all = all.where('ordered_at', '<=', query.to);
    const text = query.text?.trim() ?? '';
    if (text !== '') {
      all = all.where((eb) =>
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
    if (query.serial !== undefined && query.serial.trim() !== '') {
      const ids = await purchaseOrdersOfSerial(db, tenant_id, query.serial);
      all = ids.length === 0 ? all.where('purchase_order_id', 'is', null) : all.where('purchase_order_id', 'in', ids);
    }
    if (query.sku !== undefined && query.sku.trim() !== '') {
      const sku = query.sku.trim();
      all = all.where('purchase_order_id', 'in', (eb) =>
        eb
          .selectFrom('po_line')
          .innerJoin('product', (join) =>
            join
              .onRef('product.tenant_id', '=', 'po_line.tenant_id')
              .onRef('product.product_id', '=', 'po_line.product_id'),
          )
          .select('po_line.purchase_order_id')
          .where('po_line.tenant_id', '=', tenant_id)
          .where('product.sku', 'in', [sku, sku.toUpperCase()]),
      );
    }
    const after = placeOf(query.after);
    let page = all
      .selectAll()
      .orderBy('ordered_at', 'desc')
      .orderBy('purchase_order_id', 'desc')
      .limit(query.limit + 1);
    if (after)
      page = page.where((eb) =>
        eb.or([
          eb('ordered_at', '<', Number(after.by)),
          eb.and([eb('ordered_at', '=', Number(after.by)), eb('purchase_order_id', '<', after.id)]),
        ]),
      );
    const rows = await page.execute();
    const counted = await db
      .selectFrom(
        all
          .select('purchase_order_id')
          .limit(MOST_COUNTED + 1)
          .as('some'),
      )
      .select((eb) => eb.fn.countAll<number>().as('found_count'))
      .executeTakeFirstOrThrow();
    const shown = new Map((await showPurchaseOrders(db, tenant_id, rows)).map((row) => [row.purchase_order_id, row]));
    return pageFrom(
      rows,
      query.limit,
      (row) => ({ by: row.ordered_at, id: row.purchase_order_id }),
      (some) => some.flatMap((row) => shown.get(row.purchase_order_id) ?? []),
      counted.found_count,
    );
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

const cancelPurchaseOrder: ServedCall = serve(
  CENTRAL_API['purchase_orders.cancel'],
  async ({ central, who, params }) => {
    const row = await central.store.db
      .selectFrom('purchase_order')
      .selectAll()
      .where('tenant_id', '=', who.tenant_id)
      .where('purchase_order_id', '=', params.purchase_order_id)
      .executeTakeFirst();
    if (!row) throw notFound('purchase order');
    if (row.status !== 'open')
      throw new Refusal('document.not-open', { detail: `This purchase order is ${row.status}.` });
    await putRows(central, who, 'purchase_order', [{ ...withoutTenant(row), status: 'cancelled' }]);
    return {};
  },
);

export const PURCHASE_ORDER_CALLS = {
  'purchase_orders.list': listPurchaseOrders,
  'purchase_orders.get': getPurchaseOrder,
  'purchase_orders.cancel': cancelPurchaseOrder,
};
