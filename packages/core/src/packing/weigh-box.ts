import { outcome } from '../scan/outcome.ts';
import type { RuleFailure } from '../serial/verdict.ts';
import { lacksWeight, liveBoxes } from './blockers.ts';
import { decidePacked, refusePacking, type PackingDecision } from './packing-step.ts';
import type { BoxFacts, PackingFacts, PackingMachine } from './packing-state.ts';

export interface Weighing {
  readonly package_id: string;
  readonly weight_g: number;
  readonly weight_source: 'scale' | 'typed';
  readonly reading_raw: string | null;
}

/** Too far from the weight of what should be inside: something is missing, or too much. */
function weightOff(box: BoxFacts, weight_g: number, facts: PackingFacts): RuleFailure | null {
  const expected = box.expected_weight_g;
  if (expected === null) return null;
  const percent = facts.policy.get('packing.weight_tolerance_percent');
  const tolerance = Math.max((expected * percent) / 100, facts.policy.get('packing.weight_tolerance_grams'));
  if (Math.abs(weight_g - expected) <= tolerance) return null;
  const params = {
    box: box.number,
    weight_g: Math.round(weight_g),
    expected_g: Math.round(expected),
    tolerance_g: Math.round(tolerance),
  };
  return { code: 'packing.weight-off', params };
}

/** The box that a weight without a name is for: the current one if it has none yet, else the first without. */
export function boxToWeigh(state: PackingMachine, facts: PackingFacts): BoxFacts | undefined {
  const boxes = liveBoxes(facts);
  const current = boxes.find((box) => box.package_id === state.current_package_id);
  if (current !== undefined && lacksWeight(current, state)) return current;
  return boxes.find((box) => lacksWeight(box, state)) ?? current ?? boxes[0];
}

/** `approved_by` null: nobody has released the weight. */
export function weighBox(
  state: PackingMachine,
  weighing: Omit<Weighing, 'package_id'> & { readonly package_id: string | null },
  approved_by: string | null,
  facts: PackingFacts,
): PackingDecision {
  const { weight_g, weight_source, reading_raw } = weighing;
  const box =
    weighing.package_id === null
      ? boxToWeigh(state, facts)
      : liveBoxes(facts).find(({ package_id }) => package_id === weighing.package_id);
  if (box === undefined) return refusePacking(state, { code: 'packing.no-box', params: {} });
  const { package_id, number } = box;
  if (weight_g <= 0) return refusePacking(state, { code: 'packing.weight-zero', params: { box: number } });
  const off = weightOff(box, weight_g, facts);
  if (off !== null && approved_by === null) {
    const override = { type: 'weight' as const, package_id, weight_g, weight_source, reading_raw, failures: [off] };
    return { ...refusePacking(state, off), override };
  }
  const missing = liveBoxes(facts).some((other) => other.package_id !== package_id && lacksWeight(other, state));
  const params = { box: number, weight_g: Math.round(weight_g) };
  const level = off !== null ? 'warning' : missing ? 'accepted' : 'complete';
  const body = { package_id, weight_g, weight_source, reading_raw, approved_by: off === null ? null : approved_by };
  return decidePacked(
    { ...state, current_package_id: package_id, reweigh: state.reweigh.filter((id) => id !== package_id) },
    outcome(level, 'packing.weighed', params, off === null ? [] : [off]),
    [{ type: 'package-weighed', body }],
  );
}
