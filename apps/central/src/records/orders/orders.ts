import { sql } from 'kysely';
import type { Row } from '@serialbridge/core/model';
import { CENTRAL_API, type OrderListRow } from '@serialbridge/protocol/central';
import { notFound, Refusal } from '../../refusal.ts';
import { serve, type ServedCall } from '../../api/serve-call.ts';
import type { ReadTx } from '../../storage/index.ts';
import { ordersOfSerial, withoutTenant } from '../documents.ts';
import { contains, MOST_COUNTED, pageFrom, placeOf } from '../../api/keyset.ts';
import { Names } from '../names.ts';
import { putRows } from '../record.ts';

type Db = ReadTx['db'];

async function showOrders(db: Db, tenant_id: string, rows: readonly Row<'order'>[]): Promise<OrderListRow[]> {
  const ids = rows.map((row) => row.order_id);
  const sums =
    ids.length === 0
      ? []
      : await db
          .selectFrom('order_line')
          .select([
            'order_id',
            (eb) => eb.fn.countAll<number>().as('line_count'),
            sql<number | string>`sum(quantity)`.as('unit_sum'),
            sql<number | string>`sum(quantity_packed)`.as('packed_sum'),
            sql<number | string>`sum(quantity_shipped)`.as('shipped_sum'),
          ])
          .where('tenant_id', '=', tenant_id)
          .where('order_id', 'in', ids)
          .groupBy('order_id')
          .execute();
  const byId = new Map(sums.map((sum) => [sum.order_id, sum]));
  const names = await new Names(db, tenant_id).load({ warehouse: rows.map((row) => row.warehouse_id) });
  return rows.map((row) => {
    const sum = byId.get(row.order_id);
    return {
      ...withoutTenant(row),
      warehouse_code: names.get('warehouse', row.warehouse_id),
      lines: sum?.line_count ?? 0,
      units: Number(sum?.unit_sum ?? 0),
      units_packed: Number(sum?.packed_sum ?? 0),
      units_shipped: Number(sum?.shipped_sum ?? 0),
    };
  });
}

const listOrders: ServedCall = serve(CENTRAL_API['orders.list'], ({ central, who, query }) =>
  central.store.read(async ({ db }) => {
    const { tenant_id } = who;
    let all = db.selectFrom('order').where('tenant_id', '=', tenant_id);
    if (query.status !== undefined) all = all.where('status', '=', query.status);
    if (query.warehouse_id !== undefined) all = all.where('warehouse_id', '=', query.warehouse_id);
    if (query.from !== undefined) all = all.where('ordered_at', '>=', query.from);
    if (query.to !== undefined) all = all.where('ordered_at', '<=', query.to);
    const text = query.text?.trim() ?? '';
    if (text !== '')
      all = all.where((eb) =>
        eb.or(
          (['number', 'customer_name', 'tote_code', 'channel', 'city'] as const).map((column) =>
            contains(column, text),
          ),
        ),
      );
    if (query.serial !== undefined && query.serial.trim() !== '') {
      const ids = await ordersOfSerial(db, tenant_id, query.serial);
      all = ids.length === 0 ? all.where('order_id', 'is', null) : all.where('order_id', 'in', ids);
    }
    if (query.sku !== undefined && query.sku.trim() !== '') {
      const sku = query.sku.trim();
      all = all.where('order_id', 'in', (eb) =>
        eb
          .selectFrom('order_line')
          .innerJoin('product', (join) =>
            join
              .onRef('product.tenant_id', '=', 'order_line.tenant_id')
              .onRef('product.product_id', '=', 'order_line.product_id'),
          )
          .select('order_line.order_id')
          .where('order_line.tenant_id', '=', tenant_id)
          .where('product.sku', 'in', [sku, sku.toUpperCase()]),
      );
    }
    const after = placeOf(query.after);
    let page = all
      .selectAll()
      .orderBy('ordered_at', 'desc')
      .orderBy('order_id', 'desc')
      .limit(query.limit + 1);
    if (after)
      page = page.where((eb) =>
        eb.or([
          eb('ordered_at', '<', Number(after.by)),
          eb.and([eb('ordered_at', '=', Number(after.by)), eb('order_id', '<', after.id)]),
        ]),
      );
    const rows = await page.execute();
    const counted = await db
      .selectFrom(
        all
          .select('order_id')
          .limit(MOST_COUNTED + 1)
          .as('some'),
      )
      .select((eb) => eb.fn.countAll<number>().as('found_count'))
      .executeTakeFirstOrThrow();
    const shown = new Map((await showOrders(db, tenant_id, rows)).map((row) => [row.order_id, row]));
    return pageFrom(
      rows,
      query.limit,
      (row) => ({ by: row.ordered_at, id: row.order_id }),
      (some) => some.flatMap((row) => shown.get(row.order_id) ?? []),
      counted.found_count,
    );
  }),
);

const getOrder: ServedCall = serve(CENTRAL_API['orders.get'], ({ central, who, params }) =>
  central.store.read(async ({ db }) => {
    const { tenant_id } = who;
    const { order_id } = params;
    const row = await db
      .selectFrom('order')
      .selectAll()
      .where('tenant_id', '=', tenant_id)
      .where('order_id', '=', order_id)
      .executeTakeFirst();
    const [order] = row ? await showOrders(db, tenant_id, [row]) : [];
    if (!order) throw notFound('order');
    const lines = await db
      .selectFrom('order_line')
      .selectAll()
      .where('tenant_id', '=', tenant_id)
      .where('order_id', '=', order_id)
      .orderBy('line_number')
      .execute();
    const packages = await db
      .selectFrom('package')
      .selectAll()
      .where('tenant_id', '=', tenant_id)
      .where('order_id', '=', order_id)
      .orderBy('number')
      .execute();
    const shipments = await db
      .selectFrom('shipment')
      .selectAll()
      .where('tenant_id', '=', tenant_id)
      .where('order_id', '=', order_id)
      .orderBy('shipped_at')
      .execute();
    const rmas = await db
      .selectFrom('rma')
      .selectAll()
      .where('tenant_id', '=', tenant_id)
      .where('order_id', '=', order_id)
      .orderBy('created_at')
      .execute();
    const live = packages.filter((one) => one.state !== 'discarded').map((one) => one.package_id);
    const units =
      live.length === 0
        ? []
        : await db
            .selectFrom('package_unit')
            .innerJoin('unit', (join) =>
              join
                .onRef('unit.tenant_id', '=', 'package_unit.tenant_id')
                .onRef('unit.unit_id', '=', 'package_unit.unit_id'),
            )
            .select([
              'unit.unit_id',
              'package_unit.order_line_id as line_id',
              'package_unit.package_id',
              'unit.serial_raw',
              'unit.state',
              'unit.disputed',
            ])
            .where('package_unit.tenant_id', '=', tenant_id)
            .where('package_unit.package_id', 'in', live)
            .orderBy('package_unit.package_unit_id')
            .execute();
    const names = await new Names(db, tenant_id).load({
      sku: lines.map((line) => line.product_id),
      product: lines.map((line) => line.product_id),
      station: [...packages, ...shipments].map((one) => one.station_id),
    });
    const station_name = (station_id: string): string | null => names.get('station', station_id);
    return {
      order,
      lines: lines.map((line) => ({
        ...withoutTenant(line),
        sku: names.get('sku', line.product_id) ?? '',
        product_name: names.get('product', line.product_id) ?? '',
      })),
      packages: packages.map((one) => ({ ...withoutTenant(one), station_name: station_name(one.station_id) })),
      shipments: shipments.map((one) => ({ ...withoutTenant(one), station_name: station_name(one.station_id) })),
      units,
      rmas: rmas.map(withoutTenant),
    };
  }),
);

const cancelOrder: ServedCall = serve(CENTRAL_API['orders.cancel'], async ({ central, who, params }) => {
  const row = await central.store.db
    .selectFrom('order')
    .selectAll()
    .where('tenant_id', '=', who.tenant_id)
    .where('order_id', '=', params.order_id)
    .executeTakeFirst();
  if (!row) throw notFound('order');
  if (row.status === 'shipped' || row.status === 'cancelled')
    throw new Refusal('document.not-open', { detail: `This order is ${row.status}.` });
  await putRows(central, who, 'order', [{ ...withoutTenant(row), status: 'cancelled' }]);
  return {};
});

export const ORDER_CALLS = { 'orders.list': listOrders, 'orders.get': getOrder, 'orders.cancel': cancelOrder };
