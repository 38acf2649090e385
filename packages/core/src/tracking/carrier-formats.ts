import { hasCheckDigit } from '../gs1/check-digit.ts';
import { holdsDhl, holdsFedex, holdsOntrac, holdsS10, holdsUps } from './check-digits.ts';
import { postOf } from './posts.ts';

/** What a number says of itself. */
export interface NumberSays {
  readonly carrier: string;
  /** The number that is tracked, where the barcode holds more than that. */
  readonly tracking_number: string;
  readonly service: string | null;
  /** False: its check digit does not hold, so it was misread or mistyped. */
  readonly holds: boolean;
  /** False: another carrier's number, or a product's, may look so by chance. */
  readonly sure: boolean;
}

/** UPS's own names of the service behind the shipper number (tracking_number_data, couriers/ups.json); only those that are beyond doubt. */
const UPS_SERVICES: Readonly<Record<string, string>> = {
  '01': 'Next Day Air',
  '02': '2nd Day Air',
  '03': 'Ground',
  '12': '3 Day Select',
  '13': 'Next Day Air Saver',
  YW: 'SurePost',
};

/** 91 to 95 and 20 to 34 digits in all: USPS Publication 199 (IMpb, constructs C and N) and its forerunners with 91. */
const IMPB = /^9[1-5](?:\d{18}|\d{20}|\d{24}|\d{28}|\d{32})$/u;
/** Printed without its 91 in front: Delivery and Signature Confirmation, certified, insured and registered mail. 00 is an SSCC. */
const USPS_20 = /^(?:0[1-8]|14|2[1-6]|34|7\d|8[1-5])\d{18}$/u;

const said = (carrier: string, tracking_number: string, holds: boolean, sure = true): NumberSays => ({
  carrier,
  tracking_number,
  service: null,
  holds,
  sure,
});

/** A number of 91 to 95 in its barcode may be delivered by USPS for another carrier when a mailer's software made it. */
export function isLastMile(number: string): boolean {
  return /^9[23]/u.test(number) && IMPB.test(number);
}

function upsSays(number: string): NumberSays | null {
  if (!/^1Z[0-9A-Z]{15}\d$/u.test(number)) return null;
  return { ...said('UPS', number, holdsUps(number)), service: UPS_SERVICES[number.slice(8, 10)] ?? null };
}

function uspsSays(number: string): NumberSays | null {
  if (IMPB.test(number)) return said('USPS', number, hasCheckDigit(number));
  const plain = USPS_20.test(number) && (hasCheckDigit(number) || hasCheckDigit(`91${number}`));
  return plain ? said('USPS', number, true, false) : null;
}

/**
 * 34 digits end with the twelve that are tracked; `96` and 22 digits end with fifteen (FedEx Ground Bar Code & Label Layout Specification,
 * FY04: "96" Code 128). The old ASTRA barcode has them in its middle. Alone they are only known by their check digit.
 */
function fedexSays(number: string): NumberSays | null {
  if (/^(?:[0-8]\d|96)\d{32}$/u.test(number)) {
    const twelve = number.slice(-12);
    return said('FedEx', twelve, holdsFedex(twelve));
  }
  if (/^96\d{20}$/u.test(number)) {
    const fifteen = number.slice(-15);
    return said('FedEx', fifteen, hasCheckDigit(fifteen));
  }
  if (/^3\d{31}$/u.test(number) && holdsFedex(number.slice(16, 28))) {
    return said('FedEx', number.slice(16, 28), true);
  }
  if (/^61\d{18}$/u.test(number) && hasCheckDigit(`92${number}`)) return said('FedEx', number, true, false);
  if (/^\d{12}$/u.test(number) && holdsFedex(number)) return said('FedEx', number, true, false);
  return /^\d{15}$/u.test(number) && hasCheckDigit(number) ? said('FedEx', number, true, false) : null;
}

/** DHL Paket numbers its parcels by SSCC under its own prefix, with the 00 in front (DHL developer portal, test numbers 00340434161094042557 …). */
function dhlParcelSays(number: string): NumberSays | null {
  const sscc = /^(?:00)?(340434\d{12})$/u.exec(number)?.[1];
  return sscc === undefined ? null : said('DHL', `00${sscc}`, hasCheckDigit(sscc));
}

/** J, K, S, T and W are no services of the standard. */
function postSays(number: string): NumberSays | null {
  if (!/^[A-IL-RUVX-Z][A-Z]\d{9}[A-Z]{2}$/u.test(number)) return null;
  const post = postOf(number.slice(-2));
  return post === null ? null : said(post, number, holdsS10(number.slice(2, 11)));
}

/** Letters in front that no other carrier has (tracking_number_data, couriers/*.json). None has a public check digit. */
const BY_LETTERS: readonly (readonly [RegExp, string])[] = [
  [/^TB[ACM]\d{12}$/u, 'Amazon'],
  [/^JJ?D\d{16}$/u, 'Yodel'],
  [/^(?:JJD|JVGL)\d{9,10}$/u, 'DHL'],
  [/^GM\d{16,20}$/u, 'DHL'],
  [/^1LS(?:7[12]\d{10}|CX[0-9A-Z]{10})$/u, 'LaserShip'],
  [/^SP\d{18}$/u, 'Spee-Dee'],
  [/^YT\d{16}$/u, 'YunExpress'],
  [/^GFUS\d{14}$/u, 'GOFO'],
];

function lettersSay(number: string): NumberSays | null {
  const [, carrier] = BY_LETTERS.find(([shape]) => shape.test(number)) ?? [];
  if (carrier !== undefined) return said(carrier, number, true);
  if (/^[CD]\d{14}$/u.test(number) && holdsOntrac(number)) return said('OnTrac', number, true);
  // Sixteen digits: Canada Post's parcels (couriers/canadapost.json); a tenth of all others has this check digit, too.
  return /^\d{16}$/u.test(number) && hasCheckDigit(number) ? said('Canada Post', number, true, false) : null;
}

/** What a number without blanks, in capitals, says; null: no format that we know. */
export function numberSays(number: string): NumberSays | null {
  return (
    dhlParcelSays(number) ??
    upsSays(number) ??
    uspsSays(number) ??
    fedexSays(number) ??
    postSays(number) ??
    lettersSay(number)
  );
}

/** Numbers that show their carrier by a check digit alone: where that carrier was chosen, one that does not hold is mistyped. */
const OF_CARRIER: Readonly<Record<string, (number: string) => boolean | null>> = {
  FedEx: (number) =>
    /^\d{12}$/u.test(number) ? holdsFedex(number) : /^\d{15}$/u.test(number) ? hasCheckDigit(number) : null,
  DHL: (number) => (/^\d{10}$/u.test(number) ? holdsDhl(number) : null),
  'Canada Post': (number) => (/^\d{16}$/u.test(number) ? hasCheckDigit(number) : null),
};

/** Whether this carrier's check digit holds; null: this is none of its formats, so nobody can say. */
export function holdsFor(carrier: string, number: string): boolean | null {
  return OF_CARRIER[carrier]?.(number) ?? null;
}
