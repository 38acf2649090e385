import { sql } from 'kysely';
import type { Row } from '@serialbridge/core/model';
import { rightToSee } from '@serialbridge/core/rights';
import { CENTRAL_API, type OrderListRow } from '@serialbridge/protocol/central';
import type { SignedIn } from '../../auth/central.ts';
import { notFound } from '../../refusal.ts';
import { serve, type ServedCall } from '../../api/serve-call.ts';
import { withoutTenant, type ReadDb } from '../../storage/index.ts';
import { contains, MOST_COUNTED, readPage } from '../../api/keyset.ts';
import { Names } from '../names.ts';
import { onlyDocuments, ordered, serialForms } from '../document-filters.ts';

/** Orders that a unit with this serial was packed on, now or once. */
async function ordersOfSerial(db: ReadDb, tenant_id: string, serial: string): Promise<string[]> {
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
  return [...packed, ...units].flatMap((row) => row.order_id ?? []);
}

const SEARCHED = ['number', 'customer_name', 'tote_code', 'channel', 'city'] as const;
/** Who may not see a field may not find by it either: each search would tell a bit of it. */
const maySee = ({ rights }: SignedIn, column: string): boolean => {
  const needed = rightToSee(column);
  return needed === null || rights.has(needed);
};

async function showOrders(db: ReadDb, tenant_id: string, rows: readonly Row<'order'>[]): Promise<OrderListRow[]> {
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
    let list = ordered(db.selectFrom('order').where('tenant_id', '=', tenant_id), query);
    if (query.status !== undefined) list = list.where('status', '=', query.status);
    if (query.warehouse_id !== undefined) list = list.where('warehouse_id', '=', query.warehouse_id);
    const text = query.text?.trim() ?? '';
    if (text !== '')
      list = list.where((eb) =>
        eb.or(SEARCHED.filter((column) => maySee(who, column)).map((column) => contains(column, text))),
      );
    list = await onlyDocuments(list, db, query, {
      tenant_id,
      id: 'order_id',
      line: 'order_line',
      ofSerial: ordersOfSerial,
    });
    return readPage(db, 'order', list, { by: 'ordered_at', id: 'order_id', descending: true }, query, (rows) =>
      showOrders(db, tenant_id, rows),
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

export const ORDER_QUERIES = { 'orders.list': listOrders, 'orders.get': getOrder };
