import { CASE_RULES, type CaseFact, type CaseRow, type CaseRule, type UnitRow } from '../../model/unit-rows.ts';
import type { Refused } from '../../units/transitions.ts';
import { derivedId } from '../view/derived-id.ts';
import type { Fold } from '../view/fold.ts';
import { firstFact, thisFact } from './case-facts.ts';

/** Families of rules about one and the same contradiction. An open case of the family takes a new fact, and no second case opens. */
const FAMILIES: Readonly<Partial<Record<CaseRule, string>>> = {
  'case.packed-twice': 'packing',
  'case.shipped-twice': 'packing',
  'case.not-in-stock': 'whereabouts',
  'case.returned-not-shipped': 'whereabouts',
};
export function familyOf(rule: CaseRule): string {
  return FAMILIES[rule] ?? rule;
}

/** Where the case's subject was known from: rules about a document have one open case per document and line, not per unit. */
const DOCUMENT_RULES = [
  'case.order-cancelled',
  'case.order-packed-twice',
  'case.quantity-out-of-range',
] as const satisfies readonly CaseRule[];
export type DocumentRule = (typeof DOCUMENT_RULES)[number];
const REOPENINGS = 4;

/**
 * The ids that a document's cases of a rule may have, one after the other: made from the document's id, so that the open one is found without an
 * index. After the fourth was resolved each further one gets its id from its event.
 */
function documentCaseIds(rule: DocumentRule, document_id: string): string[] {
  const first = 0x800 + DOCUMENT_RULES.indexOf(rule) * REOPENINGS;
  return Array.from({ length: REOPENINGS }, (_, k) => derivedId(document_id, first + k));
}

/** More facts than this are not kept in one case: a person reads the first and the newest, and the units' history has them all. */
const MOST_FACTS = 500;

function addFacts(present: readonly CaseFact[], facts: readonly CaseFact[]): CaseFact[] {
  const out = [...present];
  for (const fact of facts) {
    if (!out.some((f) => f.event_id === fact.event_id && f.unit_id === fact.unit_id)) out.push(fact);
  }
  if (out.length > MOST_FACTS) out.splice(1, out.length - MOST_FACTS);
  return out;
}

/** Ids joined in the order they came; linear. */
function join(present: readonly string[], more: readonly string[]): string[] {
  return [...new Set([...present, ...more])];
}

function dispute(fold: Fold, unit_ids: readonly string[]): void {
  for (const unit_id of unit_ids) {
    const unit = fold.row('unit', unit_id);
    if (unit !== undefined) fold.putUnit({ ...unit, disputed: true });
  }
}

/** `unit_ids`: those that the new fact is about; the others of the case are disputed already. */
function write(fold: Fold, row: CaseRow, unit_ids: readonly string[] = row.unit_ids): CaseRow {
  fold.put('case', row);
  fold.hasCase = true;
  dispute(fold, unit_ids);
  return row;
}

/** A case that nobody has decided yet. */
export function newCase(given: Pick<CaseRow, 'case_id' | 'rule' | 'opened_at' | 'unit_ids' | 'facts'>): CaseRow {
  const { case_id, rule, opened_at, unit_ids, facts } = given;
  const undecided = { chosen_event_id: null, resolution_note: null, resolved_by: null, resolved_at: null };
  return { case_id, rule, state: 'open', opened_at, unit_ids, facts, ...undecided };
}

function opened(fold: Fold, case_id: string, rule: CaseRule, unit_ids: string[], facts: readonly CaseFact[]): CaseRow {
  return newCase({ case_id, rule, opened_at: fold.event.captured_at, unit_ids, facts: addFacts([], facts) });
}

const shipments = (facts: readonly CaseFact[]): number =>
  new Set(facts.filter((fact) => fact.type === 'order-shipped').map((fact) => fact.event_id)).size;

/** packed-twice becomes shipped-twice once two shipments are among its facts; never back. */
function raised(row: CaseRow): CaseRow {
  return row.rule === 'case.packed-twice' && shipments(row.facts) > 1 ? { ...row, rule: 'case.shipped-twice' } : row;
}

/** The open case of this rule's family with any of the units, if there is one. */
function openCaseOf(fold: Fold, rule: CaseRule, unit_ids: readonly string[]): CaseRow | undefined {
  for (const unit_id of unit_ids) {
    const found = fold.openCasesOfUnit(unit_id).find((row) => familyOf(row.rule) === familyOf(rule));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Opens the units' case, or gives the facts to the open one of the same family: exactly one open case per contradiction. */
export function unitCase(fold: Fold, rule: CaseRule, unit_ids: readonly string[], facts: readonly CaseFact[]): CaseRow {
  const open = openCaseOf(fold, rule, unit_ids);
  const row =
    open === undefined
      ? opened(fold, fold.nextId(), rule, join([], unit_ids), facts)
      : { ...open, unit_ids: join(open.unit_ids, unit_ids), facts: addFacts(open.facts, facts) };
  return write(fold, raised(row), unit_ids);
}

/** Opens a case that is about no unit in particular, always a new one. */
export function plainCase(fold: Fold, rule: CaseRule, facts: readonly CaseFact[]): CaseRow {
  return write(fold, opened(fold, fold.nextId(), rule, [], facts));
}

/** Opens a document's case of a rule, or gives the facts and units to the open one. */
export function documentCase(
  fold: Fold,
  rule: DocumentRule,
  document_id: string,
  unit_ids: readonly string[],
  facts: readonly CaseFact[],
): CaseRow {
  for (const case_id of documentCaseIds(rule, document_id)) {
    const present = fold.row('case', case_id);
    if (present === undefined) return write(fold, opened(fold, case_id, rule, join([], unit_ids), facts));
    if (present.state === 'open') {
      const merged = { ...present, unit_ids: join(present.unit_ids, unit_ids), facts: addFacts(present.facts, facts) };
      return write(fold, merged, unit_ids);
    }
  }
  return write(fold, opened(fold, fold.nextId(), rule, join([], unit_ids), facts));
}

/** What was added up left its range: the row keeps the end of it, and a person must see the fact that says more. */
export function outOfRangeCase(fold: Fold): void {
  if (fold.beyond === null) return;
  const { of, ...about } = fold.beyond;
  documentCase(fold, 'case.quantity-out-of-range', of, [], [thisFact(fold, about)]);
}

/** Gives a fact to every open case of the unit. The person who decides must see what happens to a disputed unit. */
export function noteOnCases(fold: Fold, unit_id: string, fact: CaseFact): void {
  for (const row of fold.openCasesOfUnit(unit_id)) {
    fold.put('case', raised({ ...row, facts: addFacts(row.facts, [fact]) }));
    fold.hasCase = true;
  }
}

const RULES: ReadonlySet<string> = new Set(CASE_RULES);

/** The case that a contradicting fact opens. Where a command would be refused, the fact says that a unit is not where it was thought to be. */
export function caseRuleOf({ refused }: Refused): CaseRule {
  return RULES.has(refused) ? (refused as CaseRule) : 'case.not-in-stock';
}

/** Opens the unit's case with the fact that stood before and the one that contradicts it. The first fact's state stays. */
export function contradict(fold: Fold, unit: UnitRow, rule: CaseRule, fact: CaseFact): void {
  const first = firstFact(fold, unit);
  unitCase(fold, rule, [unit.unit_id], first === undefined ? [fact] : [first, fact]);
}
