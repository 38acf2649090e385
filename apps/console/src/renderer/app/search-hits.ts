import type { CentralClient } from '@serialbridge/client/central';
import { ADDRESS } from '../components/addresses.ts';

export interface Hit {
  readonly kind: 'units' | 'purchase-orders' | 'orders' | 'rmas' | 'products';
  readonly id: string;
  /** The number or serial. */
  readonly code: string;
  readonly text: string;
  readonly href: string;
}

const EACH = 5;

/** What the typed text may mean, looked for everywhere at once; a whole match comes first, so that Enter opens it. */
export async function findHits(central: CentralClient, typed: string): Promise<readonly Hit[]> {
  const text = typed.trim();
  if (text === '') return [];
  const query = { text, limit: EACH };
  const [units, purchase_orders, orders, rmas, products] = await Promise.all([
    central.call('units.list', { query }),
    central.call('purchase_orders.list', { query }),
    central.call('orders.list', { query }),
    central.call('rmas.list', { query }),
    central.call('products.list', { query }),
  ]);
  const hits: Hit[] = [
    ...units.rows.map((row) => ({
      kind: 'units' as const,
      id: row.unit_id,
      code: row.serial_raw,
      text: `${row.sku} · ${row.product_name}`,
      href: ADDRESS.unit(row.unit_id),
    })),
    ...purchase_orders.rows.map((row) => ({
      kind: 'purchase-orders' as const,
      id: row.purchase_order_id,
      code: row.number,
      text: row.vendor_name,
      href: ADDRESS.purchase_order(row.purchase_order_id),
    })),
    ...orders.rows.map((row) => ({
      kind: 'orders' as const,
      id: row.order_id,
      code: row.number,
      text: row.customer_name,
      href: ADDRESS.order(row.order_id),
    })),
    ...rmas.rows.map((row) => ({
      kind: 'rmas' as const,
      id: row.rma_id,
      code: row.number,
      text: row.customer_name ?? '',
      href: ADDRESS.rma(row.rma_id),
    })),
    ...products.rows.map((row) => ({
      kind: 'products' as const,
      id: row.product_id,
      code: row.sku,
      text: row.name,
      href: ADDRESS.product(row.product_id),
    })),
  ];
  const whole = (hit: Hit): number => (hit.code.toLowerCase() === text.toLowerCase() ? 0 : 1);
  return hits.toSorted((a, b) => whole(a) - whole(b));
}
