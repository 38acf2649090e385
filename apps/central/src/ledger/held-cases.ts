import {
  derivedId,
  factOf,
  heldCase,
  heldKind,
  joinHeldCase,
  leaveHeldCase,
  type LedgerView,
  type RowChange,
} from '@serialbridge/core/ledger';
import type { CaseRow, HeldEventRow } from '@serialbridge/core/model';
import type { WriteTx } from '../storage/store/store.ts';
import type { Entry } from './read-envelope.ts';

/** `n` of the derived ids of the cases of held events; the fold counts from 0. One that was resolved is not opened again: the next has the `n` below. */
const HELD_CASE = 0x00ff_fff0;
const APPLIED = 'Applied after all.';
const COUNTED_TOGETHER = 'Counted in the one case that its station has for this reason.';

const nameOf = (station_id: string, reason: string): string => `${station_id} ${reason}`;

/**
 * The open cases of held events, by station and reason. Asked in vain it answers that there is none and notes the station; `load` fetches what
 * was asked for, and the caller folds again. So a batch of which nothing is held asks nothing.
 */
export class OpenHeldCases {
  readonly #known: Set<string> = new Set();
  readonly #missing: Set<string> = new Set();
  readonly #open: Map<string, string> = new Map();

  isComplete(): boolean {
    return this.#missing.size === 0;
  }

  find(station_id: string, reason: string): string | undefined {
    if (!this.#known.has(station_id)) this.#missing.add(station_id);
    return this.#open.get(nameOf(station_id, reason));
  }

  async load({ db }: WriteTx, tenant_id: string): Promise<void> {
    for (const station_id of this.#missing) {
      this.#known.add(station_id);
      for (const { case_id, held_reason } of await openCasesOf(db, tenant_id, station_id))
        this.#open.set(nameOf(station_id, held_reason ?? ''), case_id);
    }
    this.#missing.clear();
  }
}

function openCasesOf(
  db: WriteTx['db'],
  tenant_id: string,
  station_id: string,
): Promise<Pick<CaseRow, 'case_id' | 'held_reason' | 'held_count'>[]> {
  return db
    .selectFrom('case')
    .select(['case_id', 'held_reason', 'held_count'])
    .where('tenant_id', '=', tenant_id)
    .where('station_id', '=', station_id)
    .where('state', '=', 'open')
    .execute();
}

/** How many events of a station are held and not decided. */
export async function heldCount({ db }: WriteTx, tenant_id: string, station_id: string): Promise<number> {
  const cases = await openCasesOf(db, tenant_id, station_id);
  return cases.reduce((sum, { held_count }) => sum + (held_count ?? 0), 0);
}

/** What becomes of a station's cases when an event is held, held for another reason, or applied. */
export interface HeldStep {
  readonly changes: readonly RowChange[];
  readonly cases: readonly CaseRow[];
}
const NOTHING: HeldStep = { changes: [], cases: [] };

/** Keeps `held_event` and its cases while a slice is folded. */
export class HeldBook {
  readonly #open: OpenHeldCases;
  readonly #now: number;
  /** Those that this fold has opened. */
  readonly #opened: Map<string, string> = new Map();

  constructor(open: OpenHeldCases, now: number) {
    this.#open = open;
    this.#now = now;
  }

  /** `held_reason` null: the event is applied. `wasHeld`: it is in the ledger already and was tried again. */
  step(view: LedgerView, entry: Entry, held_reason: string | null, wasHeld: boolean): HeldStep {
    const reason = held_reason === null ? null : heldKind(held_reason);
    if (!wasHeld) return reason === null ? NOTHING : stepOf(this.#join(view, entry, reason), entry, reason);
    const { event_id } = entry.envelope;
    const before = view.row('held_event', event_id);
    if (before === undefined) return this.#adopt(view, entry, reason);
    const present = view.row('case', before.case_id);
    const isOpen = present?.state === 'open';
    if (reason === before.held_reason && isOpen) return NOTHING;
    const left = isOpen ? [leaveHeldCase(present, this.#now, APPLIED)] : [];
    if (reason !== null) return stepOf(this.#join(view, entry, reason), entry, reason, left);
    return { changes: [...left.map(caseChange), { entity: 'held_event', key: event_id, row: null }], cases: left };
  }

  /** The step counts: the next event of the slice joins its case. */
  note({ changes }: { readonly changes: readonly RowChange[] }): void {
    for (const { entity, row } of changes) {
      if (entity !== 'held_event' || row === null) continue;
      const { station_id, held_reason, case_id } = row as unknown as HeldEventRow;
      this.#opened.set(nameOf(station_id, held_reason), case_id);
    }
  }

  #join(view: LedgerView, entry: Entry, held_reason: string): CaseRow {
    const { event_id, station_id } = entry.envelope;
    const fact = factOf(entry.envelope);
    const name = this.#opened.get(nameOf(station_id, held_reason)) ?? this.#open.find(station_id, held_reason);
    const open = name === undefined ? undefined : view.row('case', name);
    if (open?.state === 'open') return joinHeldCase(open, fact);
    for (let n = HELD_CASE; ; n -= 1) {
      const case_id = derivedId(event_id, n);
      const taken = view.row('case', case_id);
      if (taken === undefined) return heldCase({ case_id, opened_at: entry.received_at, held_reason }, fact);
      if (isOwnCase(taken)) return { ...taken, station_id, held_reason, held_count: 1 };
    }
  }

  /** The event was held by software that gave each held event a case of its own: that one becomes the station's case, or is closed. */
  #adopt(view: LedgerView, entry: Entry, reason: string | null): HeldStep {
    const own = view.row('case', derivedId(entry.envelope.event_id, HELD_CASE));
    const joined = reason === null ? undefined : this.#join(view, entry, reason);
    const note = reason === null ? APPLIED : COUNTED_TOGETHER;
    const left =
      own !== undefined && isOwnCase(own) && own.case_id !== joined?.case_id
        ? [leaveHeldCase({ ...own, held_count: 1 }, this.#now, note)]
        : [];
    if (joined === undefined || reason === null) return { changes: left.map(caseChange), cases: left };
    return stepOf(joined, entry, reason, left);
  }
}

/** An open case of one event, from before stations had one for each reason. */
function isOwnCase({ state, held_count }: CaseRow): boolean {
  return state === 'open' && (held_count ?? null) === null;
}

export function caseChange(row: CaseRow): RowChange {
  return { entity: 'case', key: row.case_id, row };
}

function stepOf(joined: CaseRow, entry: Entry, held_reason: string, left: readonly CaseRow[] = []): HeldStep {
  const { event_id, station_id } = entry.envelope;
  const row: HeldEventRow = { event_id, station_id, held_reason, case_id: joined.case_id };
  // Left and joined are never the same case: an event that stays in its case changes nothing.
  const cases = [...left, joined];
  return { changes: [...cases.map(caseChange), { entity: 'held_event', key: event_id, row }], cases };
}
