import { EventEmitter } from 'node:events';
import { Envelope } from '@serialbridge/protocol';
import type { TenantHeadTable } from '../storage/store/database.ts';
import type { Store, WriteTx } from '../storage/store/store.ts';
import { EVENT_TABLE } from '../storage/store/tables.ts';
import { publishHead } from './head-hints.ts';
import { type DueEvent, forgetWaits, type LedgerPosition, takeDue } from './held-waits.ts';
import { readEnvelope, type Entry } from './read-envelope.ts';
import { type Recorded, recordSlice } from './record-slice.ts';
import { allTenants, lockTenant } from './tenants.ts';

/** As many are tried again with the batch that brought what they waited for: no push waits for more. */
const WITH_A_BATCH = 100;
/** As many in each later transaction, between which other writers get the tenant's lock. */
const AT_ONCE = 200;

export interface Retried {
  readonly head: TenantHeadTable;
  readonly released: number;
  /** More are due. `retryDue` goes on with them. */
  readonly is_more: boolean;
}

const appliedOf = ({ events }: Recorded): number => events.filter(({ outcome }) => outcome !== 'held').length;

type HeldEntry = Entry & { readonly place: LedgerPosition };

/** Held events by id, in the ledger's order. */
async function heldEntries(tx: WriteTx, tenant_id: string, event_ids: readonly string[]): Promise<HeldEntry[]> {
  const rows = await tx.bulk.readWhere(tenant_id, EVENT_TABLE, 'event_id', event_ids);
  return rows
    .filter(({ outcome }) => outcome === 'held')
    .map((row) => {
      const envelope = Envelope.parse(JSON.parse(String(row['envelope'])));
      const entry = readEnvelope(envelope, String(row['incarnation']), Number(row['received_at']));
      return { ...entry, place: { version: Number(row['version']), ord: Number(row['ord']) } };
    })
    .toSorted((a, b) => a.place.version - b.place.version || a.place.ord - b.place.ord);
}

/** Without those that a person dismissed: their case is resolved. */
async function undecided(tx: WriteTx, tenant_id: string, due: readonly DueEvent[]): Promise<string[]> {
  const ids = due.map(({ event_id }) => event_id);
  const open = await tx.db
    .selectFrom('held_event as held')
    .innerJoin('case', (join) =>
      join.onRef('case.case_id', '=', 'held.case_id').onRef('case.tenant_id', '=', 'held.tenant_id'),
    )
    .select('held.event_id')
    .where('held.tenant_id', '=', tenant_id)
    .where('held.event_id', 'in', ids)
    .where('case.state', '=', 'open')
    .execute();
  const found = new Set(open.map(({ event_id }) => event_id));
  const gone = ids.filter((id) => !found.has(id));
  if (gone.length > 0) await forgetWaits(tx, tenant_id, gone);
  return ids.filter((id) => found.has(id));
}

/**
 * Tries events again that wait for what has come, oldest first, inside a transaction that holds the tenant's lock. An event that is applied now may
 * be what another one waited for, so it goes on until none is due or `most` were tried. An event is due once for each row that comes, whether it
 * could be applied or not: so this ends, and the events of one station never stand before those of another.
 */
export async function retryDueIn(
  tx: WriteTx,
  head: TenantHeadTable,
  now: number,
  most: number = WITH_A_BATCH,
): Promise<Retried> {
  const { tenant_id } = head;
  let current = head;
  let released = 0;
  for (let left = most; left > 0;) {
    const due = await takeDue(tx, tenant_id, left);
    if (due.length === 0) return { head: current, released, is_more: false };
    left -= due.length;
    const entries = await heldEntries(tx, tenant_id, await undecided(tx, tenant_id, due));
    if (entries.length === 0) continue;
    const done = await recordSlice(tx, current, { entries, kind: 'held' }, now);
    released += appliedOf(done);
    current = done.head;
  }
  return { head: current, released, is_more: true };
}

const waiting = new WeakMap<Store, EventEmitter<{ due: [string] }>>();

function emitterOf(store: Store): EventEmitter<{ due: [string] }> {
  const found = waiting.get(store) ?? new EventEmitter<{ due: [string] }>();
  waiting.set(store, found);
  return found;
}

/** Tells whoever listens in this process that more of a tenant's held events are due than were tried with a batch. @returns the function that ends it */
export function onHeldDue(store: Store, listener: (tenant_id: string) => void): () => void {
  emitterOf(store).on('due', listener);
  return () => {
    emitterOf(store).off('due', listener);
  };
}

/** Call after the commit of a batch: stations hear of the new head, and held events that are still due are tried soon. */
export function afterCommit(
  store: Store,
  tenant_id: string,
  { head, is_more_due }: { readonly head: TenantHeadTable; readonly is_more_due: boolean },
): void {
  publishHead(store, tenant_id, head);
  if (is_more_due) emitterOf(store).emit('due', tenant_id);
}

/** One transaction of trying again. Between two of them other writers get the lock. */
async function lockedTry(
  store: Store,
  tenant_id: string,
  work: (tx: WriteTx, head: TenantHeadTable) => Promise<Retried>,
): Promise<Retried> {
  const { before, done } = await store.transaction(async (tx) => {
    const head = await lockTenant(tx, tenant_id);
    return { before: head.version, done: await work(tx, head) };
  });
  if (done.head.version !== before) publishHead(store, tenant_id, done.head);
  await store.breathe();
  return done;
}

/** Tries a tenant's due events until none is due. Answers how many were applied. */
export async function retryDue(store: Store, tenant_id: string, now: number): Promise<number> {
  for (let total = 0; ;) {
    const done = await lockedTry(store, tenant_id, (tx, head) => retryDueIn(tx, head, now, AT_ONCE));
    total += done.released;
    if (!done.is_more) return total;
  }
}

/** Tries these held events again, whatever they wait for; then those that became due by it. */
export async function retryThese(
  store: Store,
  tenant_id: string,
  event_ids: readonly string[],
  now: number,
): Promise<number> {
  let total = 0;
  for (let at = 0; at < event_ids.length; at += AT_ONCE) {
    const done = await lockedTry(store, tenant_id, async (tx, head) => {
      const entries = await heldEntries(tx, tenant_id, event_ids.slice(at, at + AT_ONCE));
      if (entries.length === 0) return { head, released: 0, is_more: false };
      const recorded = await recordSlice(tx, head, { entries, kind: 'held' }, now);
      return { head: recorded.head, released: appliedOf(recorded), is_more: false };
    });
    total += done.released;
  }
  return total + (await retryDue(store, tenant_id, now));
}

/**
 * Held events that only newer software can help, and those from before it was noted what each waits for. Tried at start: this software may know
 * what the one before did not.
 */
async function heldForSoftware({ db }: Store, tenant_id: string): Promise<string[]> {
  const unknown = await db
    .selectFrom('held_event')
    .select('event_id')
    .where('tenant_id', '=', tenant_id)
    .where('held_reason', '=', 'held.unknown-version')
    .execute();
  const unnoted = await db
    .selectFrom('event')
    .leftJoin('held_event', (join) =>
      join.onRef('held_event.event_id', '=', 'event.event_id').onRef('held_event.tenant_id', '=', 'event.tenant_id'),
    )
    .select('event.event_id')
    .where('event.tenant_id', '=', tenant_id)
    .where('event.outcome', '=', 'held')
    .where('held_event.event_id', 'is', null)
    .orderBy('event.version')
    .orderBy('event.ord')
    .execute();
  return [...unnoted, ...unknown].map(({ event_id }) => event_id);
}

/** At start, for every tenant: what an update may have made readable, and what was due when this central stopped. */
export async function retryHeld(store: Store, now: number): Promise<number> {
  let total = 0;
  for (const tenant_id of await allTenants(store))
    total += await retryThese(store, tenant_id, await heldForSoftware(store, tenant_id), now);
  return total;
}
