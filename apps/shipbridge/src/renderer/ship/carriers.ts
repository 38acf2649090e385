import type { RateQuote } from '@serialbridge/protocol/station';

/** Carriers that a tracking number may be of without a rate, so that nobody has to type their names. */
const USUAL = ['UPS', 'FedEx', 'USPS', 'DHL'];
/** The carrier of a tracking number that came without one (core/packing/ship-order). */
export const OTHER_CARRIER = 'manual';

/** Those of the rate table first, then the usual ones, then any other; nine at most, for the digit keys. */
export function carriersOf(rates: readonly RateQuote[]): readonly string[] {
  const named = [...rates.map(({ carrier }) => carrier), ...USUAL];
  const distinct = named.filter(
    (name, index) => named.findIndex((other) => other.toLowerCase() === name.toLowerCase()) === index,
  );
  return [...distinct.slice(0, 8), OTHER_CARRIER];
}

/** The rate that the order asks for, by the service's name; null: none, or no wish. */
export function requestedRate(rates: readonly RateQuote[], requested: string | null): number | null {
  const index = rates.findIndex((rate) => rate.service === requested);
  return index < 0 ? null : index;
}
