import { v7 as uuidv7 } from 'uuid';
import { HELD_QUOTA, HELD_QUOTA_RETRY_S } from '@serialbridge/core/ledger';
import { type Envelope, ZERO_HASH } from '@serialbridge/protocol';
import { Refusal } from '../refusal.ts';
import type { StationHeadTable, TenantHeadTable } from '../storage/store/database.ts';
import { allDone, type Store, type WriteTx } from '../storage/store/store.ts';
import { EVENT_FORK_TABLE } from '../storage/store/tables.ts';
import { chainsOf, findContinuation, newChain, saveChain } from './chains.ts';
import type { ExtraCases } from './fold-entries.ts';
import { forkCase } from './fork-case.ts';
import { heldCount } from './held-cases.ts';
import { readEnvelope } from './read-envelope.ts';
import { type RecordedEvent, recordSlice } from './record-slice.ts';
import { afterCommit, retryDueIn } from './retry-held.ts';
import { type KnownEvent, knownEvents } from './known-events.ts';
import { lockTenant } from './tenants.ts';
import { verifyBatch } from './verify-batch.ts';

export interface StationBatch {
  readonly incarnation: string;
  /** Parsed by protocol's Envelope, in order. */
  readonly events: readonly Envelope[];
  readonly now: number;
  /** The station has nothing before the first of these any more. A gap before it can't be filled, so central takes the events with a case. */
  readonly is_oldest?: boolean | undefined;
  /** An exported outbox that a person imports: all of it is taken, however many of the station's events are held. */
  readonly is_import?: boolean;
}

export interface StationRecorded {
  readonly head: TenantHeadTable;
  readonly durable_seq: number;
  readonly hash: string;
  /** Set on a gap: nothing was stored; send again from here. */
  readonly expected_seq: number | null;
  /** The version that carries the effect of all these events. */
  readonly version: number;
  readonly outcomes: readonly RecordedEvent[];
  readonly is_more_due: boolean;
}

/**
 * Push: stores a batch exactly once, word for word, and applies it. All of it is one transaction, committed when this returns. Central may
 * refuse an envelope. It never refuses a fact inside an event.
 *
 * Three things make this dangerous. First, a station that got no answer sends the batch again. An event that is known by id, number and hash
 * gets the same answer as before and is never applied twice. Second, somebody may have cloned the station's disk, and two computers write
 * different events under the same numbers. The second event goes on a chain of its own, with a case, so neither overwrites the other. Third,
 * central may have been restored from a backup and lack events that it once acknowledged. Then it stores nothing and asks the station to begin
 * earlier (`expected_seq`). The order of the steps keeps this safe: lock the tenant, read what is known, find the chain, and only then write. The
 * answer leaves after the commit, because a station may forget what central has acknowledged.
 * @throws EnvelopeInvalid, UnknownTenant, Refusal `held.quota`
 */
export async function recordStationEvents(
  store: Store,
  tenant_id: string,
  station_id: string,
  batch: StationBatch,
): Promise<StationRecorded> {
  verifyBatch(station_id, batch.incarnation, batch.events);
  const recorded = await store.transaction(async (tx) =>
    recordStationEventsIn(tx, await lockTenant(tx, tenant_id), station_id, batch),
  );
  afterCommit(store, tenant_id, recorded);
  return recorded;
}

/** A station whose events are all held would fill the ledger with facts that nobody looks at. What it sends is refused before anything is stored. */
function quotaReached(held: number): Refusal {
  const detail = `${held} events of this station are held; central takes more once a supervisor has looked at them (console, Cases).`;
  return new Refusal('held.quota', { detail, retry_after: HELD_QUOTA_RETRY_S });
}

/** The same inside a transaction that holds the tenant's lock; the batch is verified. */
export async function recordStationEventsIn(
  tx: WriteTx,
  head: TenantHeadTable,
  station_id: string,
  batch: StationBatch,
): Promise<StationRecorded> {
  const { tenant_id } = head;
  const [chains, known, held] = await allDone([
    chainsOf(tx, tenant_id, station_id, batch.incarnation),
    knownEvents(tx, tenant_id, station_id, batch.events),
    heldCount(tx, tenant_id, station_id),
  ]);
  const isKnown = ({ event_id, hash, seq }: Envelope): boolean =>
    known.get(event_id)?.numbers.has(`${seq} ${hash}`) === true;
  const firstNew = batch.events.findIndex((envelope) => !isKnown(envelope));
  const before = batch.events.slice(0, firstNew === -1 ? batch.events.length : firstNew);
  const fresh = firstNew === -1 ? [] : batch.events.slice(firstNew);
  const [first] = fresh;
  const already = before.flatMap(({ event_id }) => known.get(event_id) ?? []);
  if (first === undefined) return answer(head, batch.events.at(-1), already);
  if (held >= HELD_QUOTA && batch.is_import !== true) throw quotaReached(held);

  const own = chains[0] ?? newChain({ tenant_id, station_id, incarnation: batch.incarnation }, batch.now);
  const next = await findContinuation(tx, chains.length === 0 ? [own] : chains, first);
  const takesGap = next.kind === 'gap' && batch.is_oldest === true && first === batch.events[0];
  if (next.kind === 'gap' && !takesGap) {
    return {
      head,
      durable_seq: own.durable_seq,
      hash: own.hash,
      expected_seq: next.expected_seq,
      version: head.version,
      outcomes: [],
      is_more_due: false,
    };
  }
  let chain: StationHeadTable;
  let cases: ExtraCases = new Map();
  if (next.kind === 'append') chain = next.chain;
  else {
    const row =
      next.kind === 'gap'
        ? await forkCase(tx, tenant_id, first, null, batch.now, 'case.events-missing')
        : await forkCase(tx, tenant_id, first, next.rival, batch.now);
    cases = new Map([[first.event_id, row]]);
    chain = {
      ...newChain({ tenant_id, station_id, incarnation: uuidv7() }, batch.now),
      durable_seq: first.seq - 1,
      hash: first.prev_hash,
      fork_of: batch.incarnation,
      fork_seq: first.seq,
      fork_hash: first.prev_hash,
      case_id: row.case_id,
    };
  }
  const again = fresh.filter(({ event_id }) => known.has(event_id));
  const entries = fresh
    .filter(({ event_id }) => !known.has(event_id))
    .map((envelope) => readEnvelope(envelope, chain.incarnation, batch.now));
  const done =
    entries.length === 0
      ? { head, events: [], is_awaited: false }
      : await recordSlice(tx, head, { entries, cases, kind: 'new' }, batch.now);
  await keepForks(tx, done.head, chain, batch, {
    again,
    entries: chain.fork_of === null ? [] : entries.map(({ envelope }) => envelope),
  });
  const last = fresh.at(-1) ?? first;
  await saveChain(tx, { ...chain, durable_seq: last.seq, hash: last.hash });
  const byId = new Map<string, RecordedEvent>([
    ...known,
    ...done.events.map((one): [string, RecordedEvent] => [one.event_id, one]),
  ]);
  const outcomes = [...already, ...fresh.flatMap(({ event_id }) => byId.get(event_id) ?? [])].map(outcomeOf);
  const after = done.is_awaited ? await retryDueIn(tx, done.head, batch.now) : { head: done.head, is_more: false };
  return {
    head: after.head,
    durable_seq: last.seq,
    hash: last.hash,
    expected_seq: null,
    version: done.head.version,
    outcomes,
    is_more_due: after.is_more,
  };
}

const outcomeOf = ({ event_id, outcome, held_reason, case_ids }: RecordedEvent): RecordedEvent => ({
  event_id,
  outcome,
  held_reason,
  case_ids,
});

function answer(head: TenantHeadTable, last: Envelope | undefined, already: readonly KnownEvent[]): StationRecorded {
  // The answer never reaches further than these very events. After them, each of two clones of a disk has its own events under the same numbers.
  return {
    head,
    durable_seq: last?.seq ?? 0,
    hash: last?.hash ?? ZERO_HASH,
    expected_seq: null,
    version: Math.max(0, ...already.map((one) => one.version)),
    outcomes: already.map(outcomeOf),
    is_more_due: false,
  };
}

/** Envelopes that stand beside another one: forked ones (they are in `event` too), and known events that came again under another number. */
async function keepForks(
  tx: WriteTx,
  head: TenantHeadTable,
  chain: StationHeadTable,
  batch: StationBatch,
  { again, entries }: { readonly again: readonly Envelope[]; readonly entries: readonly Envelope[] },
): Promise<void> {
  const rows = [...again, ...entries].map((envelope, ord) => ({
    station_id: envelope.station_id,
    incarnation: batch.incarnation,
    seq: envelope.seq,
    hash: envelope.hash,
    event_id: envelope.event_id,
    kind: ord < again.length ? 'same-id' : 'fork',
    chain: chain.incarnation,
    case_id: chain.case_id,
    envelope: JSON.stringify(envelope),
    received_at: batch.now,
    version: head.version,
    ord,
  }));
  await tx.bulk.insert(head.tenant_id, EVENT_FORK_TABLE, rows);
}
