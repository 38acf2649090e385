import type { RuleFailure } from '../serial/verdict.ts';
import type { BoxFacts, PackingFacts, PackingMachine, PackingPhase } from './packing-state.ts';

/** Lines that are not all in yet. */
export function checkBlockers(facts: PackingFacts): readonly RuleFailure[] {
  return [...facts.lines.values()]
    .filter((line) => line.packed < line.quantity)
    .map(({ sku, line_number, quantity, packed }) => ({
      code: 'packing.line-short',
      params: { sku, line_number, missing: quantity - packed },
    }));
}

/** Boxes that leave: not shipped yet, with something in them. */
export function liveBoxes(facts: PackingFacts): readonly BoxFacts[] {
  return facts.boxes.filter((box) => box.state !== 'shipped' && box.units > 0);
}

/** No weight, or one from before something went in or out. */
export function lacksWeight(box: BoxFacts, state: PackingMachine): boolean {
  return box.weight_g === null || state.reweigh.includes(box.package_id);
}

export function weighBlockers(state: PackingMachine, facts: PackingFacts): readonly RuleFailure[] {
  return liveBoxes(facts)
    .filter((box) => lacksWeight(box, state))
    .map(({ number }) => ({ code: 'packing.weight-missing', params: { box: number } }));
}

/** The box's weight is no longer that of what is in it. */
export function contentChanged(state: PackingMachine, package_id: string, facts: PackingFacts): readonly string[] {
  const weighed = facts.boxes.find((box) => box.package_id === package_id)?.weight_g ?? null;
  return weighed === null || state.reweigh.includes(package_id) ? state.reweigh : [...state.reweigh, package_id];
}

/** Central says meanwhile that the order is not wanted any more. */
function orderBlockers(facts: PackingFacts): readonly RuleFailure[] {
  if (facts.order?.status !== 'cancelled') return [];
  return [{ code: 'packing.order-cancelled', params: { number: facts.order.number } }];
}

const beforeLeaving = (state: PackingMachine, facts: PackingFacts): readonly RuleFailure[] => [
  ...orderBlockers(facts),
  ...checkBlockers(facts),
  ...weighBlockers(state, facts),
];

const BLOCKERS: Readonly<Record<PackingPhase, (state: PackingMachine, facts: PackingFacts) => readonly RuleFailure[]>> =
  {
    list: () => [],
    check: (_state, facts) => [...orderBlockers(facts), ...checkBlockers(facts)],
    weigh: beforeLeaving,
    ship: beforeLeaving,
    done: () => [],
  };

/** What keeps the wizard from going on: everything at once. */
export function packingBlockers(state: PackingMachine, facts: PackingFacts): readonly RuleFailure[] {
  return BLOCKERS[state.phase](state, facts);
}
