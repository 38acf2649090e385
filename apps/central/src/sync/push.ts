import { batchText, type PushRequest, type PushResponse } from '@serialbridge/protocol';
import { afterCommit, recordStationEventsIn, lockTenant, verifyBatch } from '../ledger/index.ts';
import { allDone, type Store, type WriteTx } from '../storage/store/store.ts';
import { readCredential } from '../auth/credential-cache.ts';
import type { SyncStation } from '../auth/station-credentials.ts';
import { isSignedBy } from '../auth/station-keys.ts';
import { Refusal } from '../refusal.ts';
import type { StationContactTable } from '../storage/store/database.ts';

/** Notes when a station was last seen and what it said of itself. A field that is left out stays as it was. */
async function noteLastSeen(
  tx: WriteTx,
  {
    tenant_id,
    station_id,
    last_seen_at,
    backlog,
    ...said
  }: Pick<StationContactTable, 'tenant_id' | 'station_id' | 'last_seen_at' | 'backlog'> &
    Partial<Pick<StationContactTable, 'software' | 'cache_version'>>,
): Promise<void> {
  await tx.db
    .insertInto('station_contact')
    .values({
      tenant_id,
      station_id,
      last_seen_at,
      backlog,
      software: said.software ?? null,
      cache_version: said.cache_version ?? null,
      clock_offset_ms: null,
    })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'station_id']).doUpdateSet({ last_seen_at, backlog, ...said }),
    )
    .execute();
}

/**
 * Checks that the computer that was paired as this station made the batch. A credential alone, read from a backup or a line, sends nothing.
 * @throws Refusal `sync.batch-signature`
 */
export async function checkBatchSignature(
  store: Store,
  { tenant_id, station_id }: SyncStation,
  { incarnation, events, is_oldest, signature }: PushRequest,
): Promise<void> {
  const [first] = events;
  const last = events.at(-1);
  const key = (await readCredential(store, tenant_id, station_id))?.public_key ?? null;
  if (first === undefined || last === undefined || key === null) throw new Refusal('sync.batch-signature');
  const { seq: first_seq } = first;
  const { seq: last_seq, hash: last_hash } = last;
  const text = batchText({ station_id, incarnation, first_seq, last_seq, last_hash, is_oldest });
  if (!isSignedBy(key, text, signature)) throw new Refusal('sync.batch-signature');
}

/**
 * Takes a batch of a station's events and answers after their commit. Who sends it is checked.
 * @throws EnvelopeInvalid `sync.envelope-invalid`
 */
export async function push(
  store: Store,
  { tenant_id, station_id }: SyncStation,
  request: Omit<PushRequest, 'signature'>,
  now: number,
): Promise<PushResponse> {
  const { incarnation, events, backlog, is_oldest } = request;
  verifyBatch(station_id, incarnation, events);
  const done = await store.transaction(async (tx) => {
    const head = await lockTenant(tx, tenant_id);
    // The station counted its backlog before this batch. Once the batch is stored, the backlog is less by it. After a gap the station sends again at once.
    const left = Math.max(0, backlog - events.length);
    const [recorded] = await allDone([
      recordStationEventsIn(tx, head, station_id, { incarnation, events, now, is_oldest }),
      noteLastSeen(tx, { tenant_id, station_id, last_seen_at: now, backlog: left }),
    ]);
    return recorded;
  });
  afterCommit(store, tenant_id, done);
  const { head, durable_seq, hash, expected_seq, version, outcomes } = done;
  return {
    central_id: head.central_id,
    epoch: head.epoch,
    durable_seq,
    hash,
    expected_seq,
    version,
    outcomes: outcomes.map((one) => ({ ...one, case_ids: [...one.case_ids] })),
  };
}
