import type { CentralClient } from '@serialbridge/client/central';
import type { Job } from '@serialbridge/protocol/central';
import { readCatalog } from './catalog.ts';
import { expectedSerialsCsv, ordersCsv, productsCsv, purchaseOrdersCsv } from './demo-files.ts';

/** Who works in the demo warehouse, and how each signs in. PINs stand here for anybody to read: this is demo data. */
export const DEMO_PEOPLE = [
  { code: '101', name: 'Maya Larsen', role: 'operator', badge: 'BADGE-101', pin: '4826' },
  { code: '102', name: 'Sam Okoro', role: 'operator', badge: 'BADGE-102', pin: '9071' },
  { code: '201', name: 'Dana Whitlock', role: 'supervisor', badge: 'BADGE-201', pin: '482613' },
] as const;

function mustBeDone(job: Job): void {
  if (job.state === 'done') return;
  throw new Error(`demo import of ${job.import_kind} ended as ${job.state}: ${job.problem?.errors[0]?.message ?? ''}`);
}

/** Everybody's in the demo's console. */
export const DEMO_PASSWORD = 'lighthouse paint demo';

/** Puts a small, lifelike warehouse into an empty central: places, people, products, purchase orders and orders. */
export async function loadDemo(central: CentralClient, today: number): Promise<void> {
  const catalog = readCatalog();
  const first = (await central.call('warehouses.list')).rows.find((one) => one.code === 'MAIN');
  const body = { code: 'MAIN', name: 'Portland main warehouse' };
  const main =
    first === undefined
      ? await central.call('warehouses.create', { body })
      : await central.call('warehouses.update', {
          params: { warehouse_id: first.warehouse_id },
          body: { ...body, revision: first.revision },
        });
  await central.call('warehouses.create', { body: { code: 'EAST', name: 'Albany overflow' } });
  const codes = ['A', 'B', 'C'].flatMap((aisle) =>
    ['01', '02', '03', '04'].flatMap((bay) => [`${aisle}-${bay}-1`, `${aisle}-${bay}-2`]),
  );
  await central.call('bins.create', { params: { warehouse_id: main.warehouse_id }, body: { codes } });
  for (const person of DEMO_PEOPLE)
    await central.call('operators.create', { body: { ...person, warehouse_ids: null, active: true } });
  mustBeDone(await central.importCsv('products', productsCsv(catalog), { wait_ms: 60_000 }));
  mustBeDone(await central.importCsv('purchase-orders', purchaseOrdersCsv(catalog, today), { wait_ms: 60_000 }));
  mustBeDone(await central.importCsv('expected-serials', expectedSerialsCsv(catalog), { wait_ms: 60_000 }));
  mustBeDone(await central.importCsv('orders', ordersCsv(catalog, today), { wait_ms: 60_000 }));
}

/** A new station in the console, as a supervisor would make it; gives its pairing code. */
export async function newPairingCode(
  central: CentralClient,
  name: string,
  kind: 'receiving' | 'packing',
): Promise<string> {
  const { rows } = await central.call('warehouses.list');
  const main = rows.find((one) => one.code === 'MAIN') ?? rows[0];
  if (main === undefined) throw new Error('central has no warehouse yet: make one in the console first');
  const made = await central.call('stations.create', { body: { name, kind, warehouse_id: main.warehouse_id } });
  return made.pairing_code;
}
