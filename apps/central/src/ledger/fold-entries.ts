import {
  WorkingView,
  applyEvent,
  derivedId,
  factOf,
  newCase,
  type Applied,
  type LedgerView,
  type RowChange,
} from '@serialbridge/core/ledger';
import type { CaseRow } from '@serialbridge/core/model';
import type { Entry } from './read-envelope.ts';

/** `n` of the derived ids of the cases that the ledger itself opens; the fold counts from 0. */
const HELD_CASE = 0x00ff_fff0;
export const FORK_CASE = 0x00ff_fff1;
const REASON_LIMIT = 300;

/** What an entry does; `ledger_cases` are cases opened or closed by the ledger itself, `changes` has them too. */
export interface Folded {
  readonly entry: Entry;
  readonly applied: Applied;
  readonly ledger_cases: readonly CaseRow[];
}

export function heldCaseId(event_id: string): string {
  return derivedId(event_id, HELD_CASE);
}

export function caseChange(row: CaseRow): RowChange {
  return { entity: 'case', key: row.case_id, row };
}

function heldCase({ envelope, received_at }: Entry): CaseRow {
  const case_id = heldCaseId(envelope.event_id);
  return newCase({ case_id, rule: 'case.event-held', opened_at: received_at, unit_ids: [], facts: [factOf(envelope)] });
}

/** Holds an event whole. Nothing changes but a case that says so. */
export function hold(view: LedgerView, entry: Entry, held_reason: string): Folded {
  const reason = held_reason.replaceAll('\0', ' ').slice(0, REASON_LIMIT);
  const known = view.row('case', heldCaseId(entry.envelope.event_id));
  const cases = known === undefined ? [heldCase(entry)] : [];
  return {
    entry,
    applied: { outcome: 'held', changes: cases.map(caseChange), units: [], held_reason: reason },
    ledger_cases: cases,
  };
}

function foldEvent(view: LedgerView, entry: Entry): Folded {
  const { parsed } = entry;
  if ('held_reason' in parsed) return hold(view, entry, parsed.held_reason);
  try {
    const applied = applyEvent(view, parsed.event);
    if (applied.outcome === 'held') return hold(view, entry, applied.held_reason ?? 'held.unknown-version');
    return { entry, applied, ledger_cases: [] };
  } catch (error) {
    return hold(view, entry, `held.error: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** A case row that goes with an event: `always` (a fork), or only if the event is `applied` (a held event that is applied at last closes its case). */
export interface ExtraCase {
  readonly row: CaseRow;
  readonly when: 'always' | 'applied';
}
/** By event id. */
export type ExtraCases = ReadonlyMap<string, ExtraCase>;

function withCase(folded: Folded, row: CaseRow): Folded {
  const { applied } = folded;
  return {
    entry: folded.entry,
    applied: {
      ...applied,
      outcome: applied.outcome === 'accepted' && row.state === 'open' ? 'accepted-with-case' : applied.outcome,
      changes: [caseChange(row), ...applied.changes],
    },
    ledger_cases: [row, ...folded.ledger_cases],
  };
}

/** Asks the one fold what an event does. An event at which the fold throws is held, and no other with it. */
export function foldEntry(view: LedgerView, entry: Entry, cases: ExtraCases): Folded {
  const folded = foldEvent(view, entry);
  const extra = cases.get(entry.envelope.event_id);
  const applies = extra?.when === 'always' || folded.applied.outcome !== 'held';
  return extra !== undefined && applies ? withCase(folded, extra.row) : folded;
}

/** Folds entries one after the other over `view`, which is not changed; `changes`: what differs after all of them, each row once. */
export function foldEntries(
  view: LedgerView,
  entries: readonly Entry[],
  cases: ExtraCases,
): { folded: Folded[]; changes: RowChange[] } {
  const working = new WorkingView(view);
  const folded = entries.map((entry) => {
    const one = foldEntry(working, entry, cases);
    working.apply(one.applied.changes);
    if ('event' in entry.parsed && one.applied.outcome !== 'held') working.note(entry.parsed.event);
    return one;
  });
  return { folded, changes: working.changes() };
}
