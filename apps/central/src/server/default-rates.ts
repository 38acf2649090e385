import type { RateRow } from '@serialbridge/core/model';

/** Services of the built-in rate table: name, days in transit, price in cents by the heaviest weight in grams it takes. */
const SERVICES = [
  {
    service: 'Ground',
    transit_days: 5,
    prices: { 500: 695, 1000: 795, 2500: 1090, 5000: 1490, 10_000: 2190, 30_000: 3990 },
  },
  {
    service: 'Two-day',
    transit_days: 2,
    prices: { 500: 1290, 1000: 1590, 2500: 2190, 5000: 2990, 10_000: 4490, 30_000: 8990 },
  },
  {
    service: 'Overnight',
    transit_days: 1,
    prices: { 500: 2490, 1000: 2990, 2500: 3890, 5000: 5290, 10_000: 7990, 30_000: 14_990 },
  },
] as const;

/**
 * The rate table that a new tenant starts with, so that a station can quote and ship before any carrier is set up, also offline. The prices are
 * examples to be replaced by the house's own.
 */
export function defaultRates(newId: () => string): RateRow[] {
  return SERVICES.flatMap(({ service, transit_days, prices }) =>
    Object.entries(prices).map(([grams, price_cents]) => ({
      rate_id: newId(),
      carrier: 'House rates',
      service,
      max_weight_g: Number(grams),
      price_cents,
      currency: 'USD',
      transit_days,
      note: null,
    })),
  );
}
