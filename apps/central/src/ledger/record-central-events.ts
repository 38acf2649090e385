import { v7 as uuidv7 } from 'uuid';
import { EVENTS, type EventDraft } from '@serialbridge/core/events';
import { sealEnvelope, type Envelope } from '@serialbridge/protocol';
import type { StationHeadTable, TenantHeadTable } from '../storage/store/database.ts';
import type { Store, WriteTx } from '../storage/store/store.ts';
import type { Caller } from './audit-events.ts';
import { newChain, saveChain } from './chains.ts';
import { knownEvents } from './known-events.ts';
import { DraftRefused } from './ledger-faults.ts';
import { readEnvelope } from './read-envelope.ts';
import { recordSlice, type RecordedEvent } from './record-slice.ts';
import { afterCommit, retryDueIn } from './retry-held.ts';
import { sha256 } from './sha256.ts';
import { lockTenant } from './tenants.ts';

/** A draft with an `event_id` can be sent again after a lost answer, and is recorded once. */
export type CentralDraft = EventDraft & { readonly event_id?: string };

/** `by` and `address` are for the audit log: who it was if no person, and from where. */
export interface CentralOptions extends Caller {
  readonly operator_id: string | null;
  readonly approved_by?: string | null;
  readonly now: number;
}

export interface CentralRecorded {
  readonly head: TenantHeadTable;
  /** The version that carries the effect of all these events. */
  readonly version: number;
  readonly outcomes: readonly RecordedEvent[];
  readonly is_more_due: boolean;
}

/** The most rows of one version. A station pulls an import in pages, and SQLite holds this thread for some 0.1 s to write this many. */
const ROWS_PER_SLICE = 1000;
const EVENTS_PER_SLICE = 500;

const weightOf = (draft: CentralDraft): number => (draft.type === 'records-put' ? draft.body.rows.length : 1);

function slicesOf<T extends { readonly draft: CentralDraft }>(drafts: readonly T[]): T[][] {
  const slices: T[][] = [];
  let weight = Infinity;
  for (const one of drafts) {
    weight += weightOf(one.draft);
    const last = slices.at(-1);
    if (last === undefined || weight > ROWS_PER_SLICE || last.length >= EVENTS_PER_SLICE) {
      slices.push([one]);
      weight = weightOf(one.draft);
    } else last.push(one);
  }
  return slices;
}

/** Central's own chain: central is a producer like a station, under its central_id and an incarnation of its own. */
async function ownChain(
  tx: WriteTx,
  { tenant_id, central_id, central_incarnation }: TenantHeadTable,
  now: number,
): Promise<StationHeadTable> {
  const found = await tx.db
    .selectFrom('station_head')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .where('station_id', '=', central_id)
    .where('incarnation', '=', central_incarnation)
    .executeTakeFirst();
  return found ?? newChain({ tenant_id, station_id: central_id, incarnation: central_incarnation }, now);
}

/**
 * Records central's own facts (imports, edits, case resolutions, policy) through the ledger, all or nothing. `drafts` may be a function. It runs
 * while the tenant lock is held, so what it reads through `tx` is still true when its drafts are applied. If it throws, nothing is recorded.
 * After a serialisation failure it may run again.
 * @throws DraftRefused if one of them cannot be applied, UnknownTenant
 */
export async function recordCentralEvents(
  store: Store,
  tenant_id: string,
  drafts: readonly CentralDraft[] | ((tx: WriteTx, head: TenantHeadTable) => Promise<readonly CentralDraft[]>),
  options: CentralOptions,
): Promise<CentralRecorded> {
  const recorded = await store.transaction(async (tx) => {
    const head = await lockTenant(tx, tenant_id);
    const list = typeof drafts === 'function' ? await drafts(tx, head) : drafts;
    return recordCentralEventsIn(store, tx, head, list, options);
  });
  afterCommit(store, tenant_id, recorded);
  return recorded;
}

/** The same inside a transaction that holds the tenant's lock; publish the head after its commit. */
export async function recordCentralEventsIn(
  store: Store,
  tx: WriteTx,
  head: TenantHeadTable,
  drafts: readonly CentralDraft[],
  { operator_id, approved_by = null, now, ...caller }: CentralOptions,
): Promise<CentralRecorded> {
  const numbered = drafts.map((draft, index) => ({ draft, index, event_id: draft.event_id ?? uuidv7() }));
  const known = await knownEvents(tx, head.tenant_id, head.central_id, numbered);
  const outcomes = new Map<string, RecordedEvent>(known);
  let chain = await ownChain(tx, head, now);
  let current = head;
  let isAwaited = false;
  for (const slice of slicesOf(numbered.filter(({ event_id }) => !known.has(event_id)))) {
    const entries = slice.map(({ draft, event_id }) => {
      const envelope = seal(chain, draft, {
        event_id,
        operator_id,
        approved_by,
        captured_at: now,
        cache_version: current.version,
      });
      chain = { ...chain, durable_seq: envelope.seq, hash: envelope.hash };
      return readEnvelope(envelope, envelope.incarnation, now);
    });
    const done = await recordSlice(tx, current, { entries, cases: new Map(), kind: 'new', caller }, now);
    const refused = done.events.flatMap(({ outcome, held_reason }, at) => {
      const one = slice[at];
      return outcome === 'held' && one !== undefined
        ? [{ index: one.index, type: one.draft.type, held_reason: held_reason ?? '' }]
        : [];
    });
    if (refused.length > 0) throw new DraftRefused(refused);
    for (const event of done.events) outcomes.set(event.event_id, event);
    current = done.head;
    isAwaited ||= done.is_awaited;
    await store.breathe();
  }
  if (current.version === head.version) {
    const version = Math.max(0, ...[...known.values()].map((one) => one.version));
    return {
      head,
      version,
      is_more_due: false,
      outcomes: numbered.flatMap(({ event_id }) => outcomes.get(event_id) ?? []),
    };
  }
  await saveChain(tx, chain);
  const after = isAwaited ? await retryDueIn(tx, current, now) : { head: current, is_more: false };
  return {
    head: after.head,
    version: current.version,
    is_more_due: after.is_more,
    outcomes: numbered.flatMap(({ event_id }) => outcomes.get(event_id) ?? []),
  };
}

function seal(
  chain: StationHeadTable,
  { type, body }: EventDraft,
  rest: Pick<Envelope, 'event_id' | 'operator_id' | 'approved_by' | 'captured_at' | 'cache_version'>,
): Envelope {
  return sealEnvelope(
    {
      ...rest,
      station_id: chain.station_id,
      incarnation: chain.incarnation,
      seq: chain.durable_seq + 1,
      type,
      v: EVENTS[type].v,
      body,
      clock_offset_ms: 0,
      policy_version: 0,
      prev_hash: chain.hash,
    },
    sha256,
  );
}
