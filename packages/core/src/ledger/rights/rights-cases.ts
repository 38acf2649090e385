import type { CaseFact, CaseRow } from '../../model/unit-rows.ts';
import { thisFact } from '../cases/case-facts.ts';
import { newCase } from '../cases/open-case.ts';
import { derivedId } from '../view/derived-id.ts';
import type { Fold } from '../view/fold.ts';
import { RIGHTS_RULES, type RightsFault, type RightsRule } from './fault.ts';

/** After so many were resolved, each further event opens a case of its own. */
const REOPENINGS = 16;
const FIRST = 0x900;
/** A person need not see more of them to decide. Each event names its case all the same. */
const MOST_FACTS = 100;

/** The station's open case of a rule, or the id that its next one gets. A person who was taken off the list may have counted for days: that is one case. */
function present(fold: Fold, rule: RightsRule): CaseRow | string {
  const first = FIRST + RIGHTS_RULES.indexOf(rule) * REOPENINGS;
  for (let n = 0; n < REOPENINGS; n += 1) {
    const case_id = derivedId(fold.event.station_id, first + n);
    const row = fold.row('case', case_id);
    if (row === undefined) return case_id;
    if (row.state === 'open') return row;
  }
  return fold.nextId();
}

function factOf(fold: Fold): CaseFact {
  const { body } = fold.event;
  const text = (field: string): string | null => {
    const value = (body as Readonly<Record<string, unknown>>)[field];
    return typeof value === 'string' ? value : null;
  };
  const order_id = text('order_id');
  return thisFact(fold, {
    unit_id: text('unit_id'),
    serial_raw: text('serial_raw'),
    product_id: text('product_id'),
    document_kind: order_id === null ? text('document_kind') : 'order',
    document_id: order_id ?? text('document_id'),
  });
}

/**
 * The fact is applied and a person hears of it. Its units are not disputed: where they are is not in doubt, and one station must not be able to stop
 * all that leaves.
 */
export function openRightsCases(fold: Fold, faults: readonly RightsFault[]): void {
  for (const rule of new Set(faults.map((fault) => fault.rule))) {
    if (rule === null) continue;
    const found = present(fold, rule);
    const fact = factOf(fold);
    const row =
      typeof found === 'string'
        ? newCase({ case_id: found, rule, opened_at: fold.event.captured_at, unit_ids: [], facts: [fact] })
        : { ...found, facts: found.facts.length < MOST_FACTS ? [...found.facts, fact] : found.facts };
    fold.put('case', row);
    fold.hasCase = true;
  }
}
