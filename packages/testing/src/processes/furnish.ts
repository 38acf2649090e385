import type { CentralClient } from '@serialbridge/client/central';
import type { ImportKind } from '@serialbridge/protocol/central';
import { ORDERS_CSV, PRODUCTS_CSV, PURCHASE_ORDERS_CSV } from './warehouse-files.ts';

export const PACKER = { code: '11', name: 'Pia Packer', role: 'operator', badge: 'BADGE-11', pin: '4826' } as const;
export const BOSS = { code: '22', name: 'Sven Boss', role: 'supervisor', badge: 'BADGE-22', pin: '907315' } as const;

export async function importAll(
  admin: CentralClient,
  files: Readonly<Partial<Record<ImportKind, string>>>,
): Promise<void> {
  for (const [kind, csv] of Object.entries(files) as [ImportKind, string][]) {
    const job = await admin.importCsv(kind, csv, { wait_ms: 60_000 });
    if (job.state !== 'done')
      throw new Error(`import of ${kind} ended as ${job.state}: ${JSON.stringify(job.problem?.errors)}`);
  }
}

export async function furnishPeople(admin: CentralClient): Promise<void> {
  for (const person of [PACKER, BOSS])
    await admin.call('operators.create', { body: { ...person, warehouse_ids: null, active: true } });
}

/** People, products, a purchase order and orders, through the console's API. */
export async function furnish(admin: CentralClient): Promise<void> {
  await furnishPeople(admin);
  await importAll(admin, { products: PRODUCTS_CSV, 'purchase-orders': PURCHASE_ORDERS_CSV, orders: ORDERS_CSV });
}
