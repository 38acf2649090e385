import { v7 as uuidv7 } from 'uuid';
import { boundedWhole, TENANT_SCOPE } from '@serialbridge/core/model';
import { ZERO_HASH, type HelloRequest, type HelloResponse, type Witness } from '@serialbridge/protocol';
import { lockTenant, publishHead, UnknownTenant } from '../ledger/index.ts';
import type { ReadTx, Store, WriteTx } from '../storage/store/store.ts';
import { backedUpOf } from './backed-up.ts';
import { noteLastSeenTogether } from './last-seen.ts';
import { cursorOf } from './cursor.ts';
import { earlierIncarnationHeads, readStationStatus, type StationSyncStatus } from './read-station-status.ts';
import { centralIdentity } from '../auth/central-identity.ts';
import { isOwnWitness, witnessOf } from './witness.ts';
import { assignedScope } from '../ledger/station-scopes.ts';
import type { SyncStation } from '../auth/station-credentials.ts';
import type { Gate } from './feed-tail.ts';
import { Refusal } from '../refusal.ts';

/**
 * The first word of a contact: how far central has the station's events, and whether its cache can go on from its cursor. A version of this
 * epoch that central itself signed for this station, and does not have, means that central lost something: a new epoch begins, and every
 * station of the tenant takes a snapshot. A cursor that is not on central's history proves nothing by itself, since a station can say
 * anything: only this station takes a snapshot.
 */
export async function hello(
  store: Store,
  who: SyncStation,
  request: HelloRequest,
  now: number,
  gate: Gate = { run: (work) => work() },
): Promise<HelloResponse> {
  const { tenant_id, station_id } = who;
  const { earlier_incarnations } = request;
  const { status, ...more } = await gate.run(async () => {
    const read = await readStationStatus(store.db, who, request);
    if (read === undefined) throw new UnknownTenant(tenant_id);
    const found = (await isLoss(store, who, request, read)) ? await beginEpoch(store, who, request, now) : read;
    return {
      status: found,
      scope: found.head.scoped_since === null ? TENANT_SCOPE : await assignedScope(store.db, who),
      earlier_heads: await earlierIncarnationHeads(store.db, tenant_id, station_id, earlier_incarnations),
      backed_up: await backedUpOf(store.db, tenant_id, station_id),
    };
  });
  const { scope, earlier_heads, backed_up } = more;
  const { head, station, chain, judged, compare } = status;
  if (station === null) throw new Refusal('station.unauthenticated');
  const { backlog, software, cursor } = request;
  const cache_version = cursor?.version ?? null;
  // Past the gate: those who wait there could not be written together.
  const clock_offset_ms = boundedWhole(now - request.sent_at);
  const contact = { last_seen_at: now, backlog, software, cache_version, clock_offset_ms };
  await noteLastSeenTogether(store, { tenant_id, station_id, ...contact });
  const at = cursorOf(head);
  return {
    central_id: head.central_id,
    central_key: (await centralIdentity(store)).public_key,
    epoch: head.epoch,
    durable_seq: chain?.durable_seq ?? 0,
    hash: chain?.hash ?? ZERO_HASH,
    head: at,
    witness: (await witnessOf(store, who, at)).signature,
    now,
    pull: judged === 'tail' && request.scope === scope ? 'tail' : 'snapshot',
    scope,
    station_name: station.name,
    warehouse_id: station.warehouse_id,
    revoked: station.state === 'revoked',
    earlier_heads,
    backed_up,
    compare,
  };
}

/**
 * True if central lost a version that it once showed this station. Central's own signature is what makes that certain, for a station can name
 * any cursor, and a new epoch costs every station of the tenant a snapshot. A witness counts once: the epoch that it makes central begin
 * is another than its own, and in that one it says nothing. So a loss begins one epoch, however many stations show it and however often.
 */
async function isLoss(
  store: Store,
  who: SyncStation,
  { witness, cursor }: HelloRequest,
  status: StationSyncStatus,
): Promise<boolean> {
  const lost = await lossIn(store.db, status, witness);
  if (lost !== null && (await isOwnWitness(store, who, lost.witness))) return true;
  if (status.judged === 'other-history')
    store.logger.warn(
      { ...who, cursor },
      'a station stands at a version that is not on this history, and shows no signature for it: it alone takes a snapshot',
    );
  return false;
}

/** What a witness says that central lost: a version of this epoch, or a whole epoch. */
interface Loss {
  readonly witness: Witness;
  readonly is_epoch: boolean;
}

/**
 * What is lost if central really signed this witness; null: nothing. An epoch that central signed in and does not remember was lost with all its
 * versions: central was restored from a backup that is older than the epoch itself.
 */
async function lossIn(
  db: ReadTx['db'] | WriteTx['db'],
  { head: { tenant_id, epoch: present }, witness_judged }: StationSyncStatus,
  witness: Witness | null,
): Promise<Loss | null> {
  if (witness === null) return null;
  if (witness.epoch === present) return witness_judged === 'other-history' ? { witness, is_epoch: false } : null;
  const remembered = await db
    .selectFrom('epoch_start')
    .select('epoch')
    .where('tenant_id', '=', tenant_id)
    .where((at) => at.or([at('epoch', '=', witness.epoch), at('before_epoch', '=', witness.epoch)]))
    .limit(1)
    .executeTakeFirst();
  return remembered === undefined ? { witness, is_epoch: true } : null;
}

/**
 * The station was shown a version that this central never had, or had otherwise: central was restored from a backup, and has lost facts
 * that stations have seen. It will give the same version numbers to other facts now. A station that went on from its old cursor would take
 * those for what it has already, and its cache would be wrong for ever without anybody noticing. So a new epoch begins: every cursor from
 * before it is worth nothing, and every station of the tenant takes a snapshot. Central's own numbers begin anew as well, under a new
 * incarnation, or its next facts would carry the numbers of lost ones.
 *
 * The order matters. Central takes the tenant lock first and looks again under it, because a thousand stations find this out in the same minute, and only the first may
 * begin the epoch. The others, which waited for the lock meanwhile, find it begun. (Only this needs the lock. A hello that finds nothing wrong waits
 * neither for pushes nor for other hellos.) The old epoch and the version at which the new one began are kept, because what stations report
 * as lost is judged against them. The others hear of it by the hint, after the commit, and a hint that gets lost costs nothing but time:
 * their next hello says the same.
 */
async function beginEpoch(
  store: Store,
  who: SyncStation,
  request: HelloRequest,
  now: number,
): Promise<StationSyncStatus> {
  const { tenant_id, station_id } = who;
  const begun = await store.transaction(async (tx) => {
    await lockTenant(tx, tenant_id);
    const status = await readStationStatus(tx.db, who, request);
    if (status === undefined) throw new UnknownTenant(tenant_id);
    const lost = await lossIn(tx.db, status, request.witness);
    if (lost === null) return { status, isNew: false };
    // A new incarnation as well: central's own events after the restore must not get the numbers of lost ones.
    const anew = { epoch: uuidv7(), central_incarnation: uuidv7() };
    await tx.db.updateTable('tenant_head').set(anew).where('tenant_id', '=', tenant_id).execute();
    const { epoch: before_epoch, version } = status.head;
    const epochs = [anew.epoch];
    // A lost epoch is remembered from now on, so that its loss begins one epoch, too.
    if (lost.is_epoch) epochs.push(lost.witness.epoch);
    await tx.db
      .insertInto('epoch_start')
      .values(epochs.map((epoch) => ({ tenant_id, epoch, before_epoch, version, at: now })))
      .execute();
    // Every cursor is of another epoch than this one now.
    return { status: { ...status, judged: 'snapshot' as const, head: { ...status.head, ...anew } }, isNew: true };
  });
  if (begun.isNew) {
    store.logger.warn(
      { tenant_id, station_id, witness: request.witness },
      'a station was shown a version that is lost here: a new epoch begins',
    );
    publishHead(store, tenant_id, begun.status.head);
  }
  return begun.status;
}
