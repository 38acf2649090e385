import type { ProductRow } from '../model/catalog-rows.ts';

/** White space, separators, control and format characters: what a scanner or a paste leaves at the ends. */
const OUTSIDE = /[\s\p{Z}\p{Cc}\p{Cf}]/u;

/** Nearly every serial: printable ASCII without blanks is its own normal form, which a bulk of thousands need not compute. */
const PLAIN = /^[!-~]{1,200}$/u;

/** Every hyphen, dash and minus sign of Unicode: printed and pasted for the one that a barcode holds. */
const DASHES = /[\p{Pd}\u2043\u2212]/gu;

/** Longest text that is kept; what is longer is refused by its length anyway, and a huge paste must not cost time. */
const LIMIT = 20_000;

/**
 * The form of a serial that is compared: NFKC, every dash as a hyphen, trimmed of white space and control characters at the ends, folded to upper case only if
 * the product says so. Never a number: leading zeros stay.
 */
export function normaliseSerial(raw: string, options: { readonly case_fold: boolean }): string {
  if (PLAIN.test(raw)) return options.case_fold ? raw.toUpperCase() : raw;
  const composed = trimEnds(foldDashes(trimEnds(raw).slice(0, LIMIT).normalize('NFKC'))).slice(0, LIMIT);
  return options.case_fold ? trimEnds(composed.toUpperCase().normalize('NFKC')) : composed;
}

/** As a serial was compared before dashes were folded: units that were recorded then are still found by their own text. */
export function withDashes(raw: string): string {
  return trimEnds(raw.slice(0, LIMIT).normalize('NFKC'));
}

/** For comparing alone: what was read is kept as it is. */
export function foldDashes(text: string): string {
  return text.replaceAll(DASHES, '-');
}

/** A product code as `document_codes` keys it: codes are compared without regard to case. */
export function normaliseCode(raw: string): string {
  return normaliseSerial(raw, { case_fold: true });
}

/** Loops instead of one expression: `[…]+$` runs in the square of a long run of blanks. */
function trimEnds(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && OUTSIDE.test(text.charAt(start))) start += 1;
  while (end > start && OUTSIDE.test(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

/** Longest normalised serial that a row may carry (SerialRaw): one sign can become many, and capitals of one sign two. */
const NORM_LIMIT = 512;
/** Longest key of a scope that a row may carry (ShortText). */
const SCOPE_LIMIT = 300;

/** The beginning of a text, never half a sign. */
function beginning(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most);
  return cut.isWellFormed() ? cut : text.slice(0, most - 1);
}

/** The serial as a unit of this product is compared by; an unknown product folds nothing. */
export function serialNorm(product: Pick<ProductRow, 'serial_case_fold'> | undefined, serial_raw: string): string {
  return beginning(normaliseSerial(serial_raw, { case_fold: product?.serial_case_fold ?? false }), NORM_LIMIT);
}

/** Within what a product's serials are unique. A product without a manufacturer falls back to itself. */
export function scopeKey(product_id: string, product: ProductRow | undefined): string {
  if (product?.serial_scope === 'tenant') return 't';
  if (product?.serial_scope === 'manufacturer' && product.manufacturer !== null)
    return beginning(`m:${product.manufacturer}`, SCOPE_LIMIT);
  return product_id;
}
