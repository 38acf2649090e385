import type { Row } from '@serialbridge/core/model';
import { normaliseGtin } from '@serialbridge/core/gs1';
import type { Fault } from '@serialbridge/protocol';
import { fault } from '../../refusal.ts';
import type { RecordReader } from '../command.ts';

type CodeKind = Row<'product_code'>['kind'];
const DIGITS: { readonly [kind in CodeKind]?: readonly string[] } = {
  upc: ['upc-a'],
  ean: ['ean-8', 'ean-13'],
  gtin: ['ean-8', 'upc-a', 'ean-13', 'gtin-14'],
};

/** What is wrong with a code as such; null: nothing. UPC, EAN and GTIN must have the right length and check digit. */
export function wrongCode(kind: CodeKind, code: string): string | null {
  const forms = DIGITS[kind];
  if (code.trim() === '') return 'A code cannot be empty.';
  if (/^\d(?:[.,]\d+)?E\+\d+$/iu.test(code))
    return `${code} was a long number that a spreadsheet has shortened; format the column as text.`;
  if (forms === undefined) return null;
  const verdict = normaliseGtin(code);
  if (!verdict.ok) return verdict.message;
  return forms.includes(verdict.form) ? null : `${code} is ${verdict.form}, not ${kind.toUpperCase()}.`;
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
    codes.map(({ code }) => code),
  );
  for (const [at, { kind, code }] of codes.entries()) {
    const where = `codes.${at}.code`;
    const wrong = wrongCode(kind, code);
    if (wrong !== null) faults.push(fault('request.invalid', wrong, where));
    const earlier = seen.get(`${kind} ${code}`);
    if (earlier !== undefined) faults.push(fault('request.invalid', `The code ${code} is given twice.`, where));
    seen.set(`${kind} ${code}`, at);
    if (
      kind !== 'vendor-sku' &&
      taken.some(
        (one) =>
          one.code === code &&
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
