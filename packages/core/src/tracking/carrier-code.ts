import { readTracking } from './read-tracking.ts';

/** What a carrier's code is, where a serial, an order or a product was asked for. */
export interface CarrierCode {
  readonly what: 'tracking-number' | 'postal-code' | 'square-code';
  readonly carrier: string | null;
  /** True: the code itself says it (AIM id); else its shape with a check digit that holds. */
  readonly sure: boolean;
}

const WHAT: Readonly<Record<string, CarrierCode['what']>> = {
  'tracking.postal-code': 'postal-code',
  'tracking.maxicode': 'square-code',
  'tracking.square-code': 'square-code',
};

/**
 * A code that surely stands on a carrier's label, for whoever does not ask for a tracking number. Narrower than `readTracking`: `1Z`, S10 and
 * FedEx's 34 and 22 digits with their check digit; a USPS number only behind `420` or with the AIM id of GS1; a postal code only with that id.
 * Ordinary serials have twelve, fifteen or twenty digits, and some end with the right check digit by chance.
 */
export function carrierCode(text: string, aim_id: string | null): CarrierCode | null {
  const read = readTracking({ text, aim_id, typed: false });
  if (read === null) return null;
  if (read.kind === 'refused') {
    const what = WHAT[read.finding.code];
    return what !== undefined && read.sure ? { what, carrier: null, sure: true } : null;
  }
  if (!read.sure || read.carrier === null) return null;
  const found = { what: 'tracking-number', carrier: read.carrier } as const;
  const number = text.replaceAll(/[^0-9A-Za-z]/gu, '').toUpperCase();
  const isGs1 = aim_id === ']C1' || aim_id === ']d2';
  if (number.startsWith('420') || (isGs1 && /^9[1-5]/u.test(number))) return { ...found, sure: isGs1 };
  const isOwnShape = /^(?:1Z.{16}|[A-Z]{2}\d{9}[A-Z]{2}|(?!9[1-5])\d{34}|96\d{20})$/u.test(number);
  return isOwnShape ? { ...found, sure: false } : null;
}
