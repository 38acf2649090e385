import { hasCheckDigit } from '../gs1/check-digit.ts';
import { shownCode, type CodeFacts, type OtherCode, type Said } from './other-code.ts';

/** How many digits the EAN symbols have, UPC-E as scanners send it (six to eight) with them. */
const EAN_LENGTHS: ReadonlySet<number> = new Set([6, 7, 8, 12, 13]);

/** The scanner says that it is the barcode of a product; routing has looked for the product before. */
function isProductBarcode({ aim_id, symbology }: CodeFacts): boolean {
  return aim_id?.startsWith(']E') === true || symbology === 'ean-13' || symbology === 'ean-8';
}

function isWhole({ text, aim_id }: CodeFacts): boolean {
  if (!/^\d+$/u.test(text) || !EAN_LENGTHS.has(text.length)) return false;
  // UPC-E has its check digit of the twelve digits that it stands for; whoever reads it as such has found no product.
  return hasCheckDigit(text) || (text.length <= 8 && aim_id !== ']E4');
}

function says(facts: CodeFacts, whole: boolean): Said | null {
  if (!isProductBarcode(facts) || isWhole(facts) !== whole) return null;
  return { sure: true, params: { text: shownCode(facts.text), value: shownCode(facts.text) } };
}

/** EAN and UPC, which never hold a serial. */
export const BARCODE_CODES: readonly OtherCode[] = [
  {
    id: 'code.unknown-product',
    says: (facts) => says(facts, true),
    when: 'an EAN or UPC by its AIM id that no product has',
  },
  {
    id: 'code.misread-barcode',
    says: (facts) => says(facts, false),
    when: 'an EAN or UPC by its AIM id with a wrong check digit or number of digits',
  },
];
