import type { UnitRow } from '../model/unit-rows.ts';
import { CASE_RULES, type CaseFact, type CaseRule } from '../model/unit-rows.ts';
import { nextState } from '../units/life.ts';
import type { Refused, UnitTransition } from '../units/transitions.ts';
import type { Fold } from './fold.ts';
import { firstFact, noteOnCases, thisFact, unitCase } from './open-case.ts';

const RULES: ReadonlySet<string> = new Set(CASE_RULES);

/** The case that a contradicting fact opens; a refusal meant for commands is, as a fact, a unit that is not where it was thought. */
export function caseRuleOf({ refused }: Refused): CaseRule {
  return RULES.has(refused) ? (refused as CaseRule) : 'case.not-in-stock';
}

/** What this event says about one unit. */
export function unitFact(fold: Fold, unit: UnitRow, about: Partial<CaseFact> = {}): CaseFact {
  const { unit_id, serial_raw, product_id } = unit;
  // Central's own facts are of no station: they speak of the unit where it stands.
  const warehouse_id = fold.station()?.warehouse_id ?? unit.warehouse_id;
  return thisFact(fold, { unit_id, serial_raw, product_id, warehouse_id, ...about });
}

/** Opens the unit's case with the fact it had and the one that contradicts it; the first fact's state stays. */
export function contradict(fold: Fold, unit: UnitRow, rule: CaseRule, fact: CaseFact): void {
  const first = firstFact(fold, unit);
  unitCase(fold, rule, [unit.unit_id], first === undefined ? [fact] : [first, fact]);
}

/** Takes a unit through its life; what its life does not allow opens a case. True if it went through. */
export function transit(
  fold: Fold,
  unit: UnitRow,
  transition: UnitTransition,
  fields: Partial<UnitRow>,
  about: Partial<CaseFact> = {},
): boolean {
  const next = nextState(unit.state, transition);
  const fact = unitFact(fold, unit, about);
  if ('refused' in next) {
    contradict(fold, unit, caseRuleOf(next), fact);
    return false;
  }
  fold.moveUnit({ ...unit, ...fields, state: next.state });
  noteOnCases(fold, unit.unit_id, fact);
  return true;
}
