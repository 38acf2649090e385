import { PUBLIC_KEY, STATION_KEY } from '@serialbridge/testing/store/test-station';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPairingCode, pair } from '@serialbridge/central/auth';
import { createTenant, recordCentralEvents } from '@serialbridge/central/ledger';
import { openStore } from '@serialbridge/central/storage';
import { openStationStore, type Identity } from '@serialbridge/cache';
import { applyEvent } from '@serialbridge/core/ledger';
import type { Row } from '@serialbridge/core/model';
import { v7 as uuidv7 } from 'uuid';
import { put, testOrder, testWarehouse, type TestOrder } from '@serialbridge/testing/store/test-warehouse';

/** Two docks and two packing tables: each kind can contradict itself. */
export const STATIONS = 4;
const ORDERS = 8;
/** 2026-01-01: where every world begins. */
export const BEGIN_MS = 1_767_225_600_000;
export const CENTRAL_URL = 'http://central.invalid';

/** What all worlds begin with: a furnished central and four paired stations. Copied for each seed. */
export interface Base {
  readonly dir: string;
  readonly tenant_id: string;
  readonly warehouse_id: string;
  readonly product_id: string;
  readonly po_lines: readonly Row<'po_line'>[];
  readonly orders: readonly TestOrder[];
  readonly stations: readonly Identity[];
}

/** On a disk in memory where there is one: what is synced is judged by the simulator, not by a disk. */
export function simFolder(): string {
  const root = process.platform === 'linux' ? '/dev/shm' : tmpdir();
  return mkdtempSync(join(root, 'serialbridge-sim-'));
}

async function furnish(dir: string): Promise<Base> {
  const now = BEGIN_MS;
  const store = await openStore({ data_dir: join(dir, 'central') });
  const { tenant_id } = await createTenant(store, { name: 'Simulated', now });
  const warehouse = testWarehouse();
  const { warehouse_id } = warehouse.warehouse;
  const { product_id } = warehouse.product;
  const { station, second_station } = warehouse;
  const more: Row<'station'>[] = [station, second_station].map((one) => ({
    ...one,
    station_id: uuidv7(),
    name: `Second ${one.kind}`,
  }));
  const purchase_order = { ...warehouse.purchase_order, purchase_order_id: uuidv7(), number: 'PO-2' };
  const po_line = {
    ...warehouse.po_line,
    po_line_id: uuidv7(),
    purchase_order_id: purchase_order.purchase_order_id,
    quantity_ordered: 40,
  };
  const orders = Array.from({ length: ORDERS }, (_, n) => testOrder(warehouse, `O-${n + 1}`));
  const drafts = [
    ...warehouse.drafts,
    put('station', more),
    put('purchase_order', [purchase_order]),
    put('po_line', [po_line]),
    ...orders.flatMap((one) => one.drafts),
  ];
  await recordCentralEvents(store, tenant_id, drafts, { operator_id: null, now });
  const stations: Identity[] = [];
  for (const { station_id } of [station, second_station, ...more]) {
    const { pairing_code } = await createPairingCode(store, tenant_id, { station_id, now });
    const computer_name = `computer-${stations.length + 1}`;
    const paired = await pair(store, { pairing_code, computer_name, public_key: PUBLIC_KEY, only_central: null }, now);
    stations.push({ ...paired, central_url: CENTRAL_URL, paired_at: now });
  }
  await store.close();
  return { dir, tenant_id, warehouse_id, product_id, po_lines: [warehouse.po_line, po_line], orders, stations };
}

/** Central and stations in a folder of their own, the stations paired and with empty caches. */
export async function furnishBase(): Promise<Base> {
  const dir = simFolder();
  const base = await furnish(dir);
  for (const [index, identity] of base.stations.entries()) {
    const folder = join(dir, `station-${index}`);
    mkdirSync(folder);
    const store = openStationStore({ dir: folder, newId: uuidv7, fold: applyEvent });
    store.identity.write(identity);
    store.keys.write(STATION_KEY, identity, BEGIN_MS);
    store.close();
  }
  return base;
}
