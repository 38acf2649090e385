import { normaliseCode } from './serial-key.ts';
import { mayExceedUnits } from './serial-need.ts';
import { shown } from './format-rules.ts';
import type { SerialSubject } from './subject.ts';
import type { RuleParams, SerialContext } from './verdict.ts';

/** Rules about the document and the line being worked on. */

/** GTIN-8, -12, -13 and -14 are one number with zeros before it, and scanners send it at any of these lengths. */
const GTIN_LENGTHS = [8, 12, 13, 14];

function productOfCode(norm: string, codes: ReadonlyMap<string, string>): string | undefined {
  if (codes.size === 0 || norm === '') return undefined;
  const exact = codes.get(normaliseCode(norm));
  if (exact !== undefined || !/^\d{8,14}$/u.test(norm)) return exact;
  const bare = norm.replace(/^0+/u, '');
  for (const digits of GTIN_LENGTHS) {
    const sku = bare.length > digits ? undefined : codes.get(bare.padStart(digits, '0'));
    if (sku !== undefined) return sku;
  }
  return undefined;
}

export function isProductCode(subject: SerialSubject, context: SerialContext): RuleParams | null {
  if (context.use !== 'pack' && !context.policy.get('receiving.require_unique_serial')) return null;
  const sku = productOfCode(subject.norm, context.document_codes);
  return sku === undefined ? null : { serial: shown(subject.norm), sku };
}

/** Twice on the document, or twice in the list that is judged; the same for refusal and warning. */
export function twiceInDocument(subject: SerialSubject, context: SerialContext): RuleParams | null {
  if (subject.norm === '') return null;
  const where = context.document_serials.get(subject.norm);
  if (where !== undefined) return { serial: shown(subject.norm), where, place: null };
  if (subject.earlier === null) return null;
  return { context: 'list', serial: shown(subject.norm), where: null, place: subject.earlier };
}

/** Only receiving may let it pass: a unit leaves, or returns, once. */
export function documentDuplicatesRefused({ use, policy }: SerialContext): boolean {
  return use !== 'receive' || policy.get('receiving.require_unique_serial');
}

export function notExpected(subject: SerialSubject, context: SerialContext): RuleParams | null {
  if (context.use !== 'receive' || context.expected_serials === null || subject.norm === '') return null;
  if (context.expected_serials.has(subject.norm)) return null;
  return { serial: shown(subject.norm), announced: context.expected_serials.size };
}

export function tooMany(subject: SerialSubject, context: SerialContext): RuleParams | null {
  if (context.quantities === null || mayExceedUnits(context.use, context.policy)) return null;
  const { units, serials } = context.quantities;
  const had = serials + subject.accepted;
  return had < units ? null : { units, serials: had };
}
