import { boundedInstant } from '@serialbridge/core/model';
import { expectRows, type Outcome, type RowChange } from '@serialbridge/core/ledger';
import type { TenantHeadTable } from '../storage/store/database.ts';
import { isDatabaseAway } from '../storage/store/database-away.ts';
import { allDone, type WriteTx } from '../storage/store/store.ts';
import { EVENT_TABLE, EVENT_UNIT_TABLE, LEDGER_CASE_TABLE } from '../storage/store/tables.ts';
import { auditEvents, type Caller, expectAudited } from './audit-events.ts';
import { bumpVersion } from './bump-version.ts';
import { EntryFold, type ExtraCases, type Folded } from './fold-entries.ts';
import { OpenHeldCases } from './held-cases.ts';
import { markDue, noteWaits, type LedgerPosition } from './held-waits.ts';
import { PreloadedView } from './preloaded-view.ts';
import type { Entry } from './read-envelope.ts';
import { ScopeTags } from './scope-tags.ts';
import { writeChanges } from './write-changes.ts';

const MOST_ROUNDS = 50;

export interface RecordedEvent {
  readonly event_id: string;
  readonly outcome: Outcome;
  readonly held_reason: string | null;
  readonly case_ids: readonly string[];
}

interface NewEvents {
  /** Envelopes to store. */
  readonly kind: 'new';
  readonly entries: readonly Entry[];
  readonly cases: ExtraCases;
  /** Of central's own events. */
  readonly caller?: Caller;
}
interface HeldEvents {
  /** Events already stored that are tried again; those that stay held for the same reason are left as they are. */
  readonly kind: 'held';
  readonly entries: readonly (Entry & { readonly place: LedgerPosition })[];
}
export type Slice = NewEvents | HeldEvents;

export interface Recorded {
  readonly head: TenantHeadTable;
  /** All of a new slice. Of held events those that are applied now, or held for another reason. */
  readonly events: readonly RecordedEvent[];
  /** Some event waits for something, so that one may be due to be tried again. */
  readonly is_awaited: boolean;
}

interface FoldedSlice {
  readonly folded: readonly Folded[];
  readonly changes: readonly RowChange[];
}

/** The rows that the fold of one slice asks for, loaded in bulk. */
class SliceGround {
  readonly view: PreloadedView = new PreloadedView();
  readonly #open: OpenHeldCases = new OpenHeldCases();
  readonly #tx: WriteTx;
  readonly #tenant_id: string;
  readonly #central_id: string;
  readonly #slice: Slice;
  readonly #now: number;

  constructor(tx: WriteTx, { tenant_id, central_id }: TenantHeadTable, slice: Slice, now: number) {
    this.#tx = tx;
    this.#tenant_id = tenant_id;
    this.#central_id = central_id;
    this.#slice = slice;
    this.#now = now;
  }

  fold(): EntryFold {
    const { kind } = this.#slice;
    const cases = kind === 'new' ? this.#slice.cases : new Map<string, never>();
    return new EntryFold(this.view, {
      cases,
      wasHeld: kind === 'held',
      central_id: this.#central_id,
      open: this.#open,
      now: this.#now,
    });
  }

  isComplete(): boolean {
    return this.view.isComplete() && this.#open.isComplete();
  }

  async load(): Promise<void> {
    await allDone([this.view.load(this.#tenant_id, this.#tx.bulk), this.#open.load(this.#tx, this.#tenant_id)]);
  }
}

/**
 * Folds over rows loaded in bulk, and folds again until no row that was asked for is missing. This takes one to three rounds of a few queries
 * each, whatever the number of events.
 */
async function foldLoaded(ground: SliceGround, { kind, entries }: Slice): Promise<FoldedSlice> {
  for (const { parsed } of entries) {
    if (!('event' in parsed)) continue;
    expectRows(ground.view, parsed.event);
    expectAudited(ground.view, parsed.event);
  }
  if (kind === 'held') for (const { envelope } of entries) ground.view.row('held_event', envelope.event_id);
  await ground.load();
  for (let round = 1; ; round += 1) {
    const fold = ground.fold();
    for (const entry of entries) fold.take(fold.try(entry));
    if (ground.isComplete()) return fold.done();
    if (round === MOST_ROUNDS) throw new Error(`the fold still asks for new rows after ${MOST_ROUNDS} rounds`);
    await ground.load();
  }
}

/** The way out when the database refuses what the fold made of the batch: write the events one by one, each under its own savepoint, and hold the one that fails. */
async function writeOneByOne(
  tx: WriteTx,
  tenant_id: string,
  slice: Slice,
  ground: SliceGround,
  scopes: ScopeTags,
): Promise<FoldedSlice> {
  const fold = ground.fold();
  // When another event was held before, this one's fold may ask for rows that the fold of the batch never reached.
  const tried = async (entry: Entry, failure?: { readonly error: unknown }): Promise<Folded> => {
    for (;;) {
      const one = fold.try(entry, failure);
      if (ground.isComplete()) return one;
      await ground.load();
    }
  };
  for (const entry of slice.entries) {
    let one = await tried(entry);
    try {
      const { changes } = one.applied;
      await scopes.note(changes);
      await tx.bulk.savepoint(() => writeChanges(tenant_id, tx.bulk, changes));
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      one = await tried(entry, { error });
      await scopes.note(one.applied.changes);
      await writeChanges(tenant_id, tx.bulk, one.applied.changes);
    }
    fold.take(one);
  }
  return fold.done();
}

const casesOf = ({ applied }: Folded): string[] => [
  ...new Set(applied.changes.flatMap(({ entity, key }) => (entity === 'case' ? [key] : []))),
];

const recordedOf = (one: Folded): RecordedEvent => ({
  event_id: one.entry.envelope.event_id,
  outcome: one.applied.outcome,
  held_reason: one.applied.held_reason,
  case_ids: casesOf(one),
});

/**
 * Stores a slice of events verbatim, applies them and gives them one version. The caller holds the tenant's lock and goes on with the head
 * returned. Nothing is written if a slice of held events stays held.
 *
 * Folding: the fold is pure and asks for rows one by one, and the database answers best for many at once. So the slice is folded over what
 * is loaded; what the fold asked for in vain is loaded together, and the whole slice is folded again, until a fold saw nothing but the
 * truth. Nothing is written before that: a half-informed fold leaves no trace. Then rows, events, history and feed go out under one
 * savepoint. If the database refuses them, only one event can be to blame, but not which; so the savepoint is undone and the events are
 * written one by one, and the one that cannot be is held alone with a case, while the others take effect.
 */
export async function recordSlice(tx: WriteTx, head: TenantHeadTable, slice: Slice, now: number): Promise<Recorded> {
  const { tenant_id } = head;
  const ground = new SliceGround(tx, head, slice, now);
  const first = await foldLoaded(ground, slice);
  if (slice.kind === 'held' && first.changes.length === 0) {
    const is_awaited = await noteWaits(tx, tenant_id, placed(slice, first.folded, head.version), true);
    return { head, events: [], is_awaited };
  }
  const scopes = new ScopeTags(tx, head);
  await scopes.note(first.changes);
  try {
    // These statements do not wait for each other's answers: the changes and the notes about them go out together.
    return await tx.bulk.savepoint(async () => {
      const changed = writeChanges(tenant_id, tx.bulk, first.changes);
      if (scopes.isUsed) await changed;
      const [recorded] = await allDone([keep(tx, head, slice, { ...first, view: ground.view }, scopes, now), changed]);
      return recorded;
    });
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    const done = await writeOneByOne(tx, tenant_id, slice, ground, scopes);
    return keep(tx, head, slice, { ...done, view: ground.view }, scopes, now);
  }
}

interface Placed {
  readonly one: Folded;
  readonly place: LedgerPosition;
}

/** An event takes effect at the slice's version. One that stays held keeps the place where it was put aside. */
function placed(slice: Slice, folded: readonly Folded[], version: number): Placed[] {
  return folded.map((one, ord) => {
    const aside = slice.kind === 'held' && one.applied.outcome === 'held' ? slice.entries[ord]?.place : undefined;
    return { one, place: aside ?? { version, ord } };
  });
}

/**
 * The ledger's own case rows at their places. A case of held events changes with each of them, and only its last row in the slice is kept, unless
 * an event's fold changes it in between (a person decides it).
 */
function ledgerCases(folded: readonly Folded[], version: number): object[] {
  const rows: object[] = [];
  const waiting = new Map<string, object>();
  for (const [ord, { applied, ledger_cases }] of folded.entries()) {
    const own = new Set(ledger_cases.map(({ case_id }) => case_id));
    for (const { entity, key } of applied.changes) {
      const row = entity === 'case' && !own.has(key) ? waiting.get(key) : undefined;
      if (row !== undefined) rows.push(row);
      waiting.delete(entity === 'case' && !own.has(key) ? key : '');
    }
    for (const row of ledger_cases)
      waiting.set(row.case_id, { version, ord, case_id: row.case_id, row: JSON.stringify(row) });
  }
  return [...rows, ...waiting.values()];
}

/** What the ledger and the feed keep of events whose changes are written. */
async function keep(
  tx: WriteTx,
  head: TenantHeadTable,
  slice: Slice,
  done: FoldedSlice & { readonly view: PreloadedView },
  scopes: ScopeTags,
  now: number,
): Promise<Recorded> {
  const { tenant_id } = head;
  const version = head.version + 1;
  const all = placed(slice, done.folded, version);
  const wasHeld = slice.kind === 'held';
  const stored = all.filter(
    ({ one: { applied } }) => !wasHeld || applied.outcome !== 'held' || applied.changes.length > 0,
  );
  const write = wasHeld ? tx.bulk.upsert.bind(tx.bulk) : tx.bulk.insert.bind(tx.bulk);
  const events = stored.map(({ one }) => recordedOf(one));
  const rows = stored.map(({ one, place }, index) => eventRow(one.entry, events[index] ?? recordedOf(one), place));
  const units = stored.flatMap(({ one, place }) =>
    one.applied.units.map((unit) => ({ ...unit, ...place, event_id: one.entry.envelope.event_id })),
  );
  const [, , , next, is_awaited] = await allDone([
    write(tenant_id, EVENT_TABLE, rows),
    tx.bulk.insert(tenant_id, EVENT_UNIT_TABLE, units),
    tx.bulk.insert(tenant_id, LEDGER_CASE_TABLE, ledgerCases(done.folded, version)),
    bumpVersion(tx, head, done.changes, now, scopes),
    noteWaits(tx, tenant_id, all, wasHeld),
    auditEvents(tx, head, {
      view: done.view,
      folded: done.folded,
      caller: slice.kind === 'new' ? (slice.caller ?? {}) : {},
      now,
    }),
  ]);
  // What an event of this very slice waited for may have come with a later one.
  if (is_awaited) await markDue(tx, tenant_id, done.changes);
  return { head: next, events, is_awaited };
}

function eventRow(
  { envelope, chain, received_at }: Entry,
  recorded: RecordedEvent,
  { version, ord }: LedgerPosition,
): object {
  const { event_id, station_id, seq, type, v, operator_id, hash } = envelope;
  return {
    event_id,
    station_id,
    incarnation: chain,
    seq,
    // PostgreSQL cannot hold U+0000 in text; the envelope beside it says it as an escape.
    type: type.replaceAll('\0', ' '),
    v,
    operator_id,
    // A column for people who ask the database; the envelope beside it has what the station's clock said.
    captured_at: boundedInstant(envelope.captured_at),
    received_at,
    hash,
    envelope: JSON.stringify(envelope),
    outcome: recorded.outcome,
    held_reason: recorded.held_reason,
    case_ids: JSON.stringify(recorded.case_ids),
    version,
    ord,
  };
}
