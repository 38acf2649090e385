import { boundedInstant } from '@serialbridge/core/model';
import { expectRows, type Outcome, type RowChange, WorkingView } from '@serialbridge/core/ledger';
import type { TenantHeadTable } from '../storage/store/database.ts';
import { isDatabaseAway } from '../storage/store/database-away.ts';
import { allDone, type WriteTx } from '../storage/store/store.ts';
import { EVENT_TABLE, EVENT_UNIT_TABLE, LEDGER_CASE_TABLE } from '../storage/store/tables.ts';
import { auditEvents, type Caller, expectAudited } from './audit-events.ts';
import { bumpVersion } from './bump-version.ts';
import { type ExtraCases, type Folded, foldEntries, foldEntry, hold } from './fold-entries.ts';
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

export interface Slice {
  readonly entries: readonly Entry[];
  readonly cases: ExtraCases;
  /** `new`: envelopes to store. `held`: events already stored that are tried again; those that stay held are left as they are. */
  readonly kind: 'new' | 'held';
  /** Of central's own events. */
  readonly caller?: Caller;
}

export interface Recorded {
  readonly head: TenantHeadTable;
  readonly events: readonly RecordedEvent[];
}

interface FoldedSlice {
  readonly folded: readonly Folded[];
  readonly changes: readonly RowChange[];
}

/**
 * Folds over rows loaded in bulk, and folds again until no row that was asked for is missing. This takes one to three rounds of a few queries
 * each, whatever the number of events.
 */
async function foldLoaded(
  tx: WriteTx,
  tenant_id: string,
  slice: Slice,
): Promise<FoldedSlice & { readonly view: PreloadedView }> {
  const view = new PreloadedView();
  for (const { parsed } of slice.entries) {
    if (!('event' in parsed)) continue;
    expectRows(view, parsed.event);
    expectAudited(view, parsed.event);
  }
  await view.load(tenant_id, tx.bulk);
  for (let round = 1; ; round += 1) {
    const done = foldEntries(view, slice.entries, slice.cases);
    if (view.isComplete()) return { ...done, view };
    if (round === MOST_ROUNDS) throw new Error(`the fold still asks for new rows after ${MOST_ROUNDS} rounds`);
    await view.load(tenant_id, tx.bulk);
  }
}

/** The way out when the database refuses what the fold made of the batch: write the events one by one, each under its own savepoint, and hold the one that fails. */
async function writeOneByOne(
  tx: WriteTx,
  tenant_id: string,
  slice: Slice,
  view: PreloadedView,
  scopes: ScopeTags,
): Promise<FoldedSlice> {
  const working = new WorkingView(view);
  const folded: Folded[] = [];
  for (const entry of slice.entries) {
    let one = foldEntry(working, entry, slice.cases);
    // When another event was held before, this one's fold may ask for rows that the fold of the batch never reached.
    while (!view.isComplete()) {
      await view.load(tenant_id, tx.bulk);
      one = foldEntry(working, entry, slice.cases);
    }
    try {
      const { changes } = one.applied;
      await scopes.note(changes);
      await tx.bulk.savepoint(() => writeChanges(tenant_id, tx.bulk, changes));
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      one = hold(working, entry, `held.error: ${error instanceof Error ? error.message : String(error)}`);
      await scopes.note(one.applied.changes);
      await writeChanges(tenant_id, tx.bulk, one.applied.changes);
    }
    working.apply(one.applied.changes);
    if ('event' in entry.parsed && one.applied.outcome !== 'held') working.note(entry.parsed.event);
    folded.push(one);
  }
  return { folded, changes: working.changes() };
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
  const first = await foldLoaded(tx, tenant_id, slice);
  const { view } = first;
  if (slice.kind === 'held' && first.folded.every(({ applied }) => applied.outcome === 'held'))
    return { head, events: [] };
  const scopes = new ScopeTags(tx, head);
  await scopes.note(first.changes);
  try {
    // These statements do not wait for each other's answers: the changes and the notes about them go out together.
    return await tx.bulk.savepoint(async () => {
      const changed = writeChanges(tenant_id, tx.bulk, first.changes);
      if (scopes.isUsed) await changed;
      const [recorded] = await allDone([keep(tx, head, slice, first, scopes, now), changed]);
      return recorded;
    });
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    const done = await writeOneByOne(tx, tenant_id, slice, view, scopes);
    return keep(tx, head, slice, { ...done, view }, scopes, now);
  }
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
  const stored = done.folded.flatMap((one, ord) =>
    slice.kind === 'new' || one.applied.outcome !== 'held' ? [{ one, ord }] : [],
  );
  const write = slice.kind === 'new' ? tx.bulk.insert.bind(tx.bulk) : tx.bulk.upsert.bind(tx.bulk);
  const events = stored.map(({ one }) => recordedOf(one));
  const rows = stored.map(({ one, ord }, index) => eventRow(one.entry, events[index] ?? recordedOf(one), version, ord));
  const units = stored.flatMap(({ one, ord }) =>
    one.applied.units.map((unit) => ({ ...unit, version, ord, event_id: one.entry.envelope.event_id })),
  );
  const cases = stored.flatMap(({ one, ord }) =>
    one.ledger_cases.map((row) => ({ version, ord, case_id: row.case_id, row: JSON.stringify(row) })),
  );
  const [, , , next] = await allDone([
    write(tenant_id, EVENT_TABLE, rows),
    tx.bulk.insert(tenant_id, EVENT_UNIT_TABLE, units),
    tx.bulk.insert(tenant_id, LEDGER_CASE_TABLE, cases),
    bumpVersion(tx, head, done.changes, now, scopes),
    auditEvents(tx, head, { view: done.view, folded: done.folded, caller: slice.caller ?? {}, now }),
  ]);
  return { head: next, events };
}

function eventRow(
  { envelope, chain, received_at }: Entry,
  recorded: RecordedEvent,
  version: number,
  ord: number,
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
