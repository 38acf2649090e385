import type { RateQuote } from '@serialbridge/protocol/station';
import { type ReadHandle, listParam, number, text } from '../views/read-handle.ts';

/**
 * What the rate table asks for these boxes: of each service the cheapest row that carries each box, summed. A service that can't carry
 * one of them is left out.
 */
export function quoteRates(read: ReadHandle, weights_g: readonly number[]): RateQuote[] {
  if (weights_g.length === 0) return [];
  const rows = read.all('SELECT * FROM live_rate ORDER BY carrier, service, max_weight_g');
  const services = new Map<
    string,
    RateQuote & { readonly steps: { readonly max: number; readonly cents: number }[] }
  >();
  for (const row of rows) {
    const [carrier, service, currency] = [text(row['carrier']), text(row['service']), text(row['currency'])];
    const key = JSON.stringify([carrier, service, currency]);
    const known = services.get(key) ?? {
      carrier,
      service,
      currency,
      price_cents: 0,
      transit_days: number(row['transit_days']),
      steps: [],
    };
    known.steps.push({ max: number(row['max_weight_g']), cents: number(row['price_cents']) });
    services.set(key, known);
  }
  return [...services.values()]
    .flatMap(({ steps, ...quote }) => {
      const prices = weights_g.map((weight) => steps.find((step) => weight <= step.max)?.cents ?? null);
      if (prices.includes(null)) return [];
      return [{ ...quote, price_cents: prices.reduce<number>((sum, price) => sum + (price ?? 0), 0) }];
    })
    .toSorted((one, other) => one.price_cents - other.price_cents || one.transit_days - other.transit_days);
}

/** On-hand quantities in a warehouse, of the products that have any row of stock. */
export function onHandOf(
  read: ReadHandle,
  warehouse_id: string,
  product_ids: readonly string[],
): ReadonlyMap<string, number> {
  const rows = read.all(
    'SELECT product_id, on_hand FROM live_stock WHERE product_id IN (SELECT value FROM json_each(?)) AND warehouse_id = ?',
    [listParam(product_ids), warehouse_id],
  );
  return new Map(rows.map((row) => [text(row['product_id']), number(row['on_hand'])]));
}

export function binsOf(read: ReadHandle, warehouse_id: string): { bin_id: string; code: string }[] {
  return read
    .all('SELECT bin_id, code FROM live_bin WHERE warehouse_id = ? ORDER BY code', [warehouse_id])
    .map((row) => ({ bin_id: text(row['bin_id']), code: text(row['code']) }));
}

/** Units that left with an order; what an RMA of it may bring back. */
export function unitsShippedWith(read: ReadHandle, order_id: string): readonly string[] {
  const rows = read.all(
    `SELECT u.unit_id FROM live_package_unit u JOIN live_package p ON p.package_id = u.package_id
       WHERE u.order_id = ? AND u.unit_id IS NOT NULL AND p.state = 'shipped'`,
    [order_id],
  );
  return rows.map((row) => text(row['unit_id']));
}
