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

/** UPC-E's eight digits as the UPC-A that they are short for; null: they are none. The check digit is UPC-A's. */
export function expandUpcE(text: string): string | null {
  const parts = /^(?<system>[01])(?<front>\d{5})(?<last>\d)(?<check>\d)$/u.exec(text)?.groups;
  if (parts === undefined) return null;
  const { system = '', front = '', last = '', check = '' } = parts;
  const body =
    last <= '2'
      ? `${front.slice(0, 2)}${last}0000${front.slice(2)}`
      : last === '3'
        ? `${front.slice(0, 3)}00000${front.slice(3)}`
        : last === '4'
          ? `${front.slice(0, 4)}00000${front.slice(4)}`
          : `${front}0000${last}`;
  const digits = `${system}${body}${check}`;
  return hasCheckDigit(digits) ? digits : null;
}
