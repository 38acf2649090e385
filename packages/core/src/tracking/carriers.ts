import { holdsFor, isLastMile } from './carrier-formats.ts';
import type { TrackingNumber } from './read-tracking.ts';

/** Carriers whose numbers we know, by what stands in a rate table's or a packer's name for them. */
const NAMES: readonly (readonly [RegExp, string])[] = [
  [/\bups\b|united parcel/iu, 'UPS'],
  [/fed\s?ex|federal express/iu, 'FedEx'],
  [/\busps\b|postal service/iu, 'USPS'],
  [/\bdhl\b/iu, 'DHL'],
  [/\bamazon\b/iu, 'Amazon'],
  [/on\s?trac/iu, 'OnTrac'],
  [/laser\s?ship/iu, 'LaserShip'],
  [/canada post|postes canada/iu, 'Canada Post'],
  [/royal mail/iu, 'Royal Mail'],
  [/\byodel\b/iu, 'Yodel'],
];

/** Their numbers look like no other carrier's, so another's by its check digit alone is not theirs. */
const UNMISTAKABLE = new Set(['UPS', 'FedEx', 'USPS']);
const S10 = /^[A-Z]{2}\d{9}[A-Z]{2}$/u;

/** The carrier that a name means; null: one whose numbers we do not know, or who sells the labels of several. */
function carrierNamed(name: string): string | null {
  return NAMES.find(([words]) => words.test(name))?.[1] ?? null;
}

/**
 * True: the number is surely not of the chosen carrier. USPS delivers parcels of others to the door (numbers of 92 and 93), and posts deliver
 * DHL's abroad; a carrier whose numbers we do not know contradicts nothing.
 */
export function isOtherCarriers(chosen: string, { carrier, tracking_number, sure }: TrackingNumber): boolean {
  const named = carrierNamed(chosen);
  if (named === null || carrier === null || named === carrier) return false;
  if (isLastMile(tracking_number) || (named === 'DHL' && S10.test(tracking_number))) return false;
  return sure || UNMISTAKABLE.has(named);
}

/** The chosen carrier, where the number is of its form and its check digit does not hold; else null. */
export function mistypedFor(chosen: string, { carrier, tracking_number }: TrackingNumber): string | null {
  const named = carrierNamed(chosen);
  return named !== null && carrier === null && holdsFor(named, tracking_number) === false ? named : null;
}
