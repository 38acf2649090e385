import { checkDigit, hasCheckDigit } from './check-digit.ts';

export type GtinVerdict =
  | { readonly ok: true; readonly gtin: string; readonly form: 'ean-8' | 'upc-a' | 'ean-13' | 'gtin-14' }
  | { readonly ok: false; readonly rule: 'gs1.numeric' | 'gs1.length' | 'gs1.check-digit'; readonly message: string };

const FORMS = { 8: 'ean-8', 12: 'upc-a', 13: 'ean-13', 14: 'gtin-14' } as const;

const isForm = (length: number): length is keyof typeof FORMS => length in FORMS;

/**
 * EAN-8, UPC-A, EAN-13 or GTIN-14 as the fourteen digits that compare equal however the scanner was set up: the same
 * product reads as twelve digits on one scanner and as thirteen on another. Spaces and hyphens of printed forms are
 * let through; anything else is refused with its rule.
 */
export function normaliseGtin(text: string): GtinVerdict {
  const digits = text.replaceAll(/[\s\p{Pd}\u2212]/gu, '');
  if (!/^\d+$/u.test(digits)) return { ok: false, rule: 'gs1.numeric', message: 'A GTIN has digits only.' };
  if (!isForm(digits.length)) {
    return { ok: false, rule: 'gs1.length', message: `A GTIN has 8, 12, 13 or 14 digits; this has ${digits.length}.` };
  }
  if (!hasCheckDigit(digits)) {
    const expected = checkDigit(digits.slice(0, -1));
    const found = digits.slice(-1);
    return { ok: false, rule: 'gs1.check-digit', message: `The check digit is ${found}; it must be ${expected}.` };
  }
  return { ok: true, gtin: digits.padStart(14, '0'), form: FORMS[digits.length] };
}
