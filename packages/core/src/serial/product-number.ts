import { hasCheckDigit } from '../gs1/check-digit.ts';
import type { RuleFailure } from './verdict.ts';

/** EAN-8, UPC, EAN-13 and GTIN, and a GTIN behind its 01. */
const IS_LONG_AS_GTIN = /^(?:\d{8}|\d{12,14}|01\d{14})$/u;

const gtinOf = (text: string): string => (text.length === 16 ? text.slice(2) : text);

/** It could be the barcode of a product; of ordinary numbers one in ten could. */
export function couldBeProductNumber(text: string): boolean {
  return IS_LONG_AS_GTIN.test(text) && hasCheckDigit(gtinOf(text));
}

/** As long as a barcode of a product, and none. */
export function isPlainNumber(text: string): boolean {
  return IS_LONG_AS_GTIN.test(text) && !hasCheckDigit(gtinOf(text));
}

/** What is left to say where the scanner named the symbol, and it is not that of products' barcodes. */
export function warningsOfScan(warnings: readonly RuleFailure[], named_symbol = false): readonly RuleFailure[] {
  return named_symbol ? warnings.filter(({ code }) => code !== 'serial.like-product-code') : warnings;
}
