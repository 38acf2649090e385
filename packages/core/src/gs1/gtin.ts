import { checkDigit, hasCheckDigit } from './check-digit.ts';
import { compressUpcA, expandShortUpcE, expandUpcE } from './upc-e.ts';

export type GtinVerdict =
  | { readonly ok: true; readonly gtin: string; readonly form: 'ean-8' | 'upc-e' | 'upc-a' | 'ean-13' | 'gtin-14' }
  | { readonly ok: false; readonly rule: 'gs1.numeric' | 'gs1.length' | 'gs1.check-digit'; readonly message: string };

const FORMS = { 8: 'ean-8', 12: 'upc-a', 13: 'ean-13', 14: 'gtin-14' } as const;

const isForm = (length: number): length is keyof typeof FORMS => length in FORMS;

/**
 * EAN-8, UPC-A, EAN-13 or GTIN-14 as the fourteen digits that compare equal however the scanner was set up: the same
 * product reads as twelve digits on one scanner and as thirteen on another. Spaces and hyphens of printed forms are
 * let through; anything else is refused with its rule. Eight digits that are no EAN-8 and hold as UPC-E are their UPC-A.
 */
export function normaliseGtin(text: string): GtinVerdict {
  const digits = text.replaceAll(/[\s\p{Pd}\u2212]/gu, '');
  if (!/^\d+$/u.test(digits)) return { ok: false, rule: 'gs1.numeric', message: 'A GTIN has digits only.' };
  if (!isForm(digits.length)) {
    return { ok: false, rule: 'gs1.length', message: `A GTIN has 8, 12, 13 or 14 digits; this has ${digits.length}.` };
  }
  if (!hasCheckDigit(digits)) {
    const upcA = expandUpcE(digits);
    if (upcA !== null) return { ok: true, gtin: upcA.padStart(14, '0'), form: 'upc-e' };
    const expected = checkDigit(digits.slice(0, -1));
    const found = digits.slice(-1);
    return { ok: false, rule: 'gs1.check-digit', message: `The check digit is ${found}; it must be ${expected}.` };
  }
  return { ok: true, gtin: digits.padStart(14, '0'), form: FORMS[digits.length] };
}

/** The lengths at which one number is sent: GTIN-8, -12, -13 and -14 are the same number with zeros before it. */
const LENGTHS = [8, 12, 13, 14];

function formsOf(digits: string): readonly string[] {
  const bare = digits.replace(/^0+/u, '');
  const forms = LENGTHS.filter((length) => bare.length <= length).map((length) => bare.padStart(length, '0'));
  const upcE = bare.length > 12 ? null : compressUpcA(bare.padStart(12, '0'));
  return upcE === null ? forms : [...forms, upcE];
}

/**
 * Every way in which a product code of digits may be written down or sent: each length of a GTIN, and UPC-E and UPC-A for each other.
 * Empty: these are no digits of a GTIN. The check digit is judged for UPC-E alone, whose digits mean another number without it.
 */
export function gtinForms(digits: string): readonly string[] {
  if (!/^\d{8,14}$/u.test(digits)) return [];
  const upcA = expandUpcE(digits);
  return [...new Set([...formsOf(digits), ...(upcA === null ? [] : formsOf(upcA))])];
}

/** The same for six or seven digits of a UPC-E, which something else must settle: an AIM id, or the product that is expected. */
export function shortGtinForms(digits: string): readonly string[] {
  return [...new Set(expandShortUpcE(digits).flatMap(formsOf))];
}
