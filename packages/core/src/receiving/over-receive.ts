import type { RuleFailure } from '../serial/verdict.ts';
import type { DocumentKind } from '../model/document-rows.ts';
import type { EffectivePolicy } from '../policy/effective-policy.ts';
import type { ReceivingLineFacts } from './receiving-state.ts';

/** Units the line may still take; Infinity where over-receiving has no limit. */
export function roomOf(line: ReceivingLineFacts, kind: DocumentKind, policy: EffectivePolicy): number {
  return mostOf(line, kind, policy) - line.received - line.counted;
}

/** A return never takes more than was agreed: only a purchase order can be over-received. */
function mostOf(line: ReceivingLineFacts, kind: DocumentKind, policy: EffectivePolicy): number {
  if (kind !== 'purchase_order' || !policy.get('receiving.over_receive_allowed')) return line.ordered;
  const percent = policy.get('receiving.over_receive_percent');
  return percent === 0 ? Number.POSITIVE_INFINITY : Math.floor(line.ordered * (1 + percent / 100));
}

export function overReceive(
  line: ReceivingLineFacts,
  kind: DocumentKind,
  policy: EffectivePolicy,
  adding: number,
): RuleFailure | null {
  if (adding <= 0 || adding <= roomOf(line, kind, policy)) return null;
  return {
    code: 'receiving.over-receive',
    params: {
      sku: line.sku,
      ordered: line.ordered,
      received: line.received,
      counted: line.counted,
      adding,
      most: mostOf(line, kind, policy),
    },
  };
}

/** More than ordered, but within what policy lets in: taken and marked. */
export function overage(line: ReceivingLineFacts, adding: number): RuleFailure | null {
  const over = line.received + line.counted + adding - line.ordered;
  return adding > 0 && over > 0
    ? { code: 'receiving.overage', params: { sku: line.sku, ordered: line.ordered, over } }
    : null;
}
