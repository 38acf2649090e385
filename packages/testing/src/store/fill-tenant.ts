import { createTenant, recordCentralEvents } from '@serialbridge/central/ledger';
import type { Store } from '@serialbridge/central/storage';
import { testWarehouse, type TestWarehouse } from './test-warehouse.ts';
import { TestStation } from './test-station.ts';

export interface FilledTenant {
  readonly tenant_id: string;
  readonly w: TestWarehouse;
  readonly receiving: TestStation;
  readonly packing: TestStation;
}

export const AS_CENTRAL = { operator_id: null, now: 8000 } as const;

/** A tenant with a warehouse, two stations, a product and a PO. */
export async function fillTenant(store: Store): Promise<FilledTenant> {
  const { tenant_id } = await createTenant(store, { name: 'Test', now: 1 });
  const w = testWarehouse();
  await recordCentralEvents(store, tenant_id, w.drafts, AS_CENTRAL);
  return {
    tenant_id,
    w,
    receiving: new TestStation(w.station.station_id),
    packing: new TestStation(w.second_station.station_id),
  };
}
