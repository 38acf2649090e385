import type { Row } from '@serialbridge/core/model';
import { gtinForms, normaliseGtin } from '@serialbridge/core/gs1';
import type { Fault } from '@serialbridge/protocol';
import { fault } from '../../refusal.ts';
import type { RecordReader } from '../command.ts';

type CodeKind = Row<'product_code'>['kind'];
const DIGITS: { readonly [kind in CodeKind]?: readonly string[] } = {
  upc: ['upc-a', 'upc-e'],
  ean: ['ean-8', 'ean-13'],
  gtin: ['ean-8', 'upc-e', 'upc-a', 'ean-13', 'gtin-14'],
};

/** Every way to write this code: a GTIN at each length, a UPC-E as its UPC-A. They are one code. */
export function waysToWrite(kind: CodeKind, code: string): readonly string[] {
  return DIGITS[kind] === undefined && kind !== 'alias' ? [code] : [...new Set([code, ...gtinForms(code)])];
}

/** Eight digits and a GTIN of twelve that is not those digits with zeros before them. */
const isUpcEOf = (code: string, form: string): boolean =>
  code.length === 8 && form.length === 12 && Number(form) !== Number(code);

/** What is wrong with a code as such; null: nothing. UPC, EAN and GTIN must have the right length and check digit. */
export function wrongCode(kind: CodeKind, code: string): string | null {
  const forms = DIGITS[kind];
  if (code.trim() === '') return 'A code cannot be empty.';
  if (/^\d(?:[.,]\d+)?E\+\d+$/iu.test(code))
    return `${code} was a long number that a spreadsheet has shortened; format the column as text.`;
  if (forms === undefined) return null;
  const verdict = normaliseGtin(code);
  if (!verdict.ok) return verdict.message;
  // Some eight digits hold as EAN-8 and as UPC-E: a UPC means the latter.
  const either = kind === 'upc' && gtinForms(code).some((form) => isUpcEOf(code, form));
  return either || forms.includes(verdict.form) ? null : `${code} is ${verdict.form}, not ${kind.toUpperCase()}.`;
}

/** Codes of other products are taken; vendors' SKUs may be the same for several. */
export async function codeFaults(
  tx: RecordReader,
  product_id: string,
  codes: readonly { kind: CodeKind; code: string }[],
): Promise<Fault[]> {
  const faults: Fault[] = [];
  const seen = new Map<string, number>();
  const taken = await tx.find(
    'product_code',
    'code',
    codes.flatMap(({ kind, code }) => waysToWrite(kind, code)),
  );
  for (const [at, { kind, code }] of codes.entries()) {
    const where = `codes.${at}.code`;
    const wrong = wrongCode(kind, code);
    if (wrong !== null) faults.push(fault('request.invalid', wrong, where));
    const ways = waysToWrite(kind, code);
    const earlier = ways.map((way) => seen.get(`${kind} ${way}`)).find((place) => place !== undefined);
    if (earlier !== undefined) faults.push(fault('request.invalid', `The code ${code} is given twice.`, where));
    for (const way of ways) seen.set(`${kind} ${way}`, at);
    if (
      kind !== 'vendor-sku' &&
      taken.some(
        (one) =>
          ways.includes(one.code) &&
          one.kind !== 'vendor-sku' &&
          one.product_id !== product_id &&
          (one.double_of ?? null) === null,
      )
    ) {
      faults.push(fault('record.taken', `The code ${code} is another product's.`, where));
    }
  }
  return faults;
}
