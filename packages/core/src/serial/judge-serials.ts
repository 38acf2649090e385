import { findOtherText, type FoundCode } from '../other-codes/find-other-code.ts';
import { compilePattern, type CompiledPattern } from './compile-pattern.ts';
import { knownSpelling } from './known-spelling.ts';
import { normaliseSerial } from './serial-key.ts';
import { isPlainNumber } from './product-number.ts';
import type { SerialRule } from './rule.ts';
import { SERIAL_RULES } from './serial-rules.ts';
import { bestUnit, type SerialSubject } from './subject.ts';
import type { RuleFailure, SerialContext, Verdict } from './verdict.ts';

/**
 * Judges many serials of one line at once, in time linear in their number: one look-up each, everything else in maps. Each verdict
 * says all rules that refuse. A serial that stands twice among the candidates is refused from the second one on, saying where the
 * first is; one that was accepted counts towards `serial.too-many` for those after it. So a bulk is the same as one after the other.
 */
export function judgeSerials(candidates: readonly string[], context: SerialContext): readonly Verdict[] {
  const { product } = context;
  const pattern = product.serial_pattern === null ? null : compilePattern(product.serial_pattern);
  const plain_numbers = new Set(candidates.filter(isPlainNumber).map(({ length }) => length));
  const firstAt = new Map<string, number>();
  let accepted = 0;
  return candidates.map((text, index) => {
    const as_read = normaliseSerial(text, { case_fold: product.serial_case_fold });
    const { raw, norm, read, units: known } = knownSpelling(text, as_read, context, (one) => firstAt.has(one));
    const earlier = firstAt.get(norm) ?? null;
    if (norm !== '' && earlier === null) firstAt.set(norm, index + 1);
    const own = bestUnit(ofProduct(known, product.product_id, true), context);
    const foreign = bestUnit(ofProduct(known, product.product_id, false), context);
    const other_code = own === null ? otherCode(norm, pattern, context) : null;
    const verdict = judge(
      { raw, norm, read, known, own, foreign, earlier, accepted, pattern, plain_numbers, other_code },
      context,
    );
    if (verdict.failures.length === 0) accepted += 1;
    return verdict;
  });
}

/** What the text says that it is, where nothing that is known of this product's serials says better. */
function otherCode(norm: string, pattern: CompiledPattern | null, context: SerialContext): FoundCode | null {
  if (norm === '' || context.expected_serials?.has(norm) === true) return null;
  const found = findOtherText(norm, context.list);
  if (found === null || (pattern?.ok === true && pattern.matches(norm))) return null;
  return found;
}

function ofProduct(units: SerialSubject['known'], product_id: string, own: boolean): SerialSubject['known'] {
  return units.length === 0 ? units : units.filter((unit) => (unit.product_id === product_id) === own);
}

function judge(subject: SerialSubject, context: SerialContext): Verdict {
  return {
    serial_raw: subject.raw,
    serial_norm: subject.norm,
    failures: collect('refuses', subject, context),
    warnings: collect('warns', subject, context),
    unit: subject.own,
  };
}

function collect(kind: 'refuses' | 'warns', subject: SerialSubject, context: SerialContext): readonly RuleFailure[] {
  const found: RuleFailure[] = [];
  for (const rule of RULES_OF[kind]) {
    const params = rule[kind]?.(subject, context) ?? null;
    if (params !== null) found.push({ code: rule.id, params });
  }
  return found;
}

const RULES_OF: Readonly<Record<'refuses' | 'warns', readonly SerialRule[]>> = {
  refuses: SERIAL_RULES.filter((rule) => rule.refuses !== undefined),
  warns: SERIAL_RULES.filter((rule) => rule.warns !== undefined),
};

/** Judges one serial; the same as a bulk of one. */
export function judgeSerial(candidate: string, context: SerialContext): Verdict {
  const [verdict] = judgeSerials([candidate], context);
  if (verdict === undefined) throw new Error('judgeSerials gave no verdict for one candidate');
  return verdict;
}
