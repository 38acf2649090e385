import { readTracking } from '@serialbridge/core/tracking';
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

/** The carrier that a tracking number shows by its form; null: none that we know, or the number is none. */
export function carrierOf(tracking_number: string | null): string | null {
  if (tracking_number === null || tracking_number === '') return null;
  const read = readTracking({ text: tracking_number, aim_id: null, typed: true });
  return read?.kind === 'number' ? read.carrier : null;
}

/** Whom the numbers themselves name, among the choices: the only carrier of all of them, else any other; null: there is no number yet. */
export function carrierShown(carriers: readonly string[], numbers: readonly (string | null)[]): number | null {
  const given = numbers.filter((number) => number !== null);
  if (given.length === 0) return null;
  const [first, ...others] = new Set(given.map(carrierOf));
  const index = others.length > 0 || first === undefined || first === null ? -1 : carriers.indexOf(first);
  return index < 0 ? carriers.length - 1 : index;
}
