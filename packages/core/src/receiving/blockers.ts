import type { RuleFailure } from '../serial/verdict.ts';
import type { ReceivingFacts, ReceivingLineFacts, ReceivingMachine } from './receiving-state.ts';

/** Units counted that lack a serial which they must have. */
export function serialsMissing(line: ReceivingLineFacts, facts: Pick<ReceivingFacts, 'serialNeed'>): number {
  return facts.serialNeed(line) === 'required' ? Math.max(0, line.counted - line.serials) : 0;
}

function missingOn(line: ReceivingLineFacts, facts: ReceivingFacts): RuleFailure | null {
  const missing = serialsMissing(line, facts);
  const { sku, line_number } = line;
  return missing === 0 ? null : { code: 'receiving.serials-missing', params: { sku, line_number, missing } };
}

/** What keeps the session from being saved: everything at once. */
export function saveBlockers(facts: ReceivingFacts): readonly RuleFailure[] {
  const lines = [...facts.lines.values()];
  if (lines.every((line) => line.counted === 0 && line.serials === 0)) {
    return [{ code: 'receiving.nothing-counted', params: {} }];
  }
  return lines.flatMap((line) => {
    const missing = missingOn(line, facts);
    const over = line.serials > line.counted && !facts.policy(line).get('receiving.allow_more_serials');
    const { sku, serials, counted } = line;
    const tooMany: readonly RuleFailure[] = over
      ? [{ code: 'serial.too-many', params: { context: 'line', sku, serials, units: counted } }]
      : [];
    return missing === null ? tooMany : [missing, ...tooMany];
  });
}

/** Going on to another line: what the one left behind still lacks, as a warning; it stays among the blockers. */
export function leftBehind(
  state: ReceivingMachine,
  next_line_id: string | null,
  facts: ReceivingFacts,
): RuleFailure | null {
  if (state.current_line_id === null || state.current_line_id === next_line_id) return null;
  const line = facts.lines.get(state.current_line_id);
  return line === undefined ? null : missingOn(line, facts);
}
