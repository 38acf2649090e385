import { revisionOf } from '@serialbridge/core/model';
import { CENTRAL_API } from '@serialbridge/protocol/central';
import { serve, type ServedCall } from '../../api/serve-call.ts';
import { withoutTenant } from '../../storage/index.ts';

const listWarehouses: ServedCall = serve(CENTRAL_API['warehouses.list'], ({ central, who }) =>
  central.store.read(async ({ db }) => {
    const { tenant_id } = who;
    const rows = await db
      .selectFrom('warehouse')
      .selectAll()
      .where('tenant_id', '=', tenant_id)
      .orderBy('code')
      .execute();
    const bins = await db
      .selectFrom('bin')
      .select(['warehouse_id', (eb) => eb.fn.countAll<number>().as('bin_count')])
      .where('tenant_id', '=', tenant_id)
      .groupBy('warehouse_id')
      .execute();
    const stations = await db
      .selectFrom('station')
      .select(['warehouse_id', (eb) => eb.fn.countAll<number>().as('station_count')])
      .where('tenant_id', '=', tenant_id)
      .groupBy('warehouse_id')
      .execute();
    return {
      rows: rows.map((row) => ({
        ...withoutTenant(row),
        revision: revisionOf('warehouse', row),
        bins: bins.find((one) => one.warehouse_id === row.warehouse_id)?.bin_count ?? 0,
        stations: stations.find((one) => one.warehouse_id === row.warehouse_id)?.station_count ?? 0,
      })),
    };
  }),
);

export const WAREHOUSE_QUERIES = { 'warehouses.list': listWarehouses };
