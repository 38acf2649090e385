import {
  WorkingView,
  takeEvent,
  type Applied,
  type AwaitedRow,
  type LedgerView,
  type RowChange,
} from '@serialbridge/core/ledger';
import type { CaseRow } from '@serialbridge/core/model';
import { caseChange, HeldBook, type OpenHeldCases } from './held-cases.ts';
import type { Entry } from './read-envelope.ts';

/** `n` of the derived id of a fork's case; the fold counts from 0. */
export const FORK_CASE = 0x00ff_fff1;
const REASON_LIMIT = 300;

/** What an entry does; `ledger_cases` are cases opened or closed by the ledger itself, `changes` has them too. */
export interface Folded {
  readonly entry: Entry;
  readonly applied: Applied;
  readonly ledger_cases: readonly CaseRow[];
}

/** By event id: a case row that goes with the event, whatever becomes of it (a fork). */
export type ExtraCases = ReadonlyMap<string, CaseRow>;

/** What entries are folded over. */
interface Ground {
  readonly cases: ExtraCases;
  /** The entries are held events that are tried again. */
  readonly wasHeld: boolean;
  readonly central_id: string;
  readonly open: OpenHeldCases;
  readonly now: number;
}

/** The event stays whole, and nothing of it counts. */
function held(held_reason: string, waits_for: readonly AwaitedRow[] = []): Applied {
  const reason = held_reason.replaceAll('\0', ' ').slice(0, REASON_LIMIT);
  return { outcome: 'held', changes: [], units: [], held_reason: reason, waits_for };
}

const failed = (error: unknown): Applied =>
  held(`held.error: ${error instanceof Error ? error.message : String(error)}`);

function apply(view: LedgerView, { parsed }: Entry, central_id: string): Applied {
  if ('held_reason' in parsed) return held(parsed.held_reason);
  try {
    const applied = takeEvent(view, parsed.event, central_id);
    return applied.outcome === 'held'
      ? held(applied.held_reason ?? 'held.unknown-version', applied.waits_for)
      : applied;
  } catch (error) {
    return failed(error);
  }
}

/** Folds entries one after the other over `view`, which is not changed. An event at which the fold throws is held, and no other with it. */
export class EntryFold {
  readonly #working: WorkingView;
  readonly #ground: Ground;
  readonly #book: HeldBook;
  readonly #folded: Folded[] = [];

  constructor(view: LedgerView, ground: Ground) {
    this.#working = new WorkingView(view);
    this.#ground = ground;
    this.#book = new HeldBook(ground.open, ground.now);
  }

  /** What the entry does now. `failure`: what the database said when its changes were written; then it is held. */
  try(entry: Entry, failure?: { readonly error: unknown }): Folded {
    const applied =
      failure === undefined ? apply(this.#working, entry, this.#ground.central_id) : failed(failure.error);
    const reason = applied.outcome === 'held' ? (applied.held_reason ?? '') : null;
    const step = this.#book.step(this.#working, entry, reason, this.#ground.wasHeld);
    const extra = this.#ground.cases.get(entry.envelope.event_id);
    const cases = extra === undefined ? step.cases : [extra, ...step.cases];
    const opens = extra !== undefined && applied.outcome === 'accepted' && extra.state === 'open';
    return {
      entry,
      applied: {
        ...applied,
        outcome: opens ? 'accepted-with-case' : applied.outcome,
        changes: [...(extra === undefined ? [] : [caseChange(extra)]), ...step.changes, ...applied.changes],
      },
      ledger_cases: cases,
    };
  }

  /** The entry counts: the next ones are folded over what it did. */
  take(one: Folded): void {
    this.#working.apply(one.applied.changes);
    if ('event' in one.entry.parsed && one.applied.outcome !== 'held') this.#working.note(one.entry.parsed.event);
    this.#book.note(one.applied);
    this.#folded.push(one);
  }

  /** `changes`: what differs from the view after all of them, each row once. */
  done(): { folded: Folded[]; changes: RowChange[] } {
    return { folded: this.#folded, changes: this.#working.changes() };
  }
}
