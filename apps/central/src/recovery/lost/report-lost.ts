import { type AnyRow, keyOf, type LostEntity } from '@serialbridge/core/model';
import type { Cursor, LostRecordsRequest, LostRecordsResponse } from '@serialbridge/protocol';
import type { Store, WriteTx } from '../../storage/store/store.ts';
import type { SyncStation } from '../../auth/station-credentials.ts';
import { ownPart, presentRows, saysTheSame } from './lost-rows.ts';

interface Reported {
  readonly entity: LostEntity;
  readonly key: string;
  readonly own: AnyRow;
}

async function startOf(
  tx: WriteTx,
  tenant_id: string,
  column: 'epoch' | 'before_epoch',
  epoch: string,
): Promise<number | undefined> {
  const start = await tx.db
    .selectFrom('epoch_start')
    .select('version')
    .where('tenant_id', '=', tenant_id)
    .where(column, '=', epoch)
    .orderBy('version')
    .limit(1)
    .executeTakeFirst();
  return start?.version;
}

/** Where the present epoch began. Undefined: central never lost anything, or `as_of` is of this very epoch, of which it lost nothing. */
async function startAfter(tx: WriteTx, tenant_id: string, as_of: Cursor): Promise<number | undefined> {
  const head = await tx.db
    .selectFrom('tenant_head')
    .select('epoch')
    .where('tenant_id', '=', tenant_id)
    .executeTakeFirst();
  return head === undefined || head.epoch === as_of.epoch ? undefined : startOf(tx, tenant_id, 'epoch', head.epoch);
}

/** Records that were put here after the restore, by `entity key`. What a person entered since then is newer than any cache from before. */
async function putSince(
  tx: WriteTx,
  tenant_id: string,
  as_of: Cursor,
  present_start: number,
  reported: readonly Reported[],
): Promise<ReadonlySet<string>> {
  if (reported.length === 0) return new Set();
  // A central that was restored once more knows nothing of the epoch before. Then what counts is put since the present epoch began.
  const start = (await startOf(tx, tenant_id, 'before_epoch', as_of.epoch)) ?? present_start;
  const rows = await tx.db
    .selectFrom('feed')
    .select(['entity', 'key', 'row'])
    .where('tenant_id', '=', tenant_id)
    .where('version', '>', start)
    .where('entity', 'in', [...new Set(reported.map(({ entity }) => entity))])
    .where('key', 'in', [...new Set(reported.map(({ key }) => key))])
    .execute();
  return new Set(rows.map(({ entity, key }) => `${entity} ${key}`));
}

/**
 * Keeps the records that a station's cache from before a restore knows and central does not.
 *
 * After a restore stations send their own events again, but nobody can send central's own facts again: a product that was made yesterday, an
 * imported order. Only the stations' old caches still have them, and they must not flow back by themselves: a cache is as old as its
 * station's last pull, and a person may have entered the same product anew since. So central keeps a list, and a person restores or dismisses.
 * The list leaves out what central has, and what was put here since the new epoch began, because that is newer than any cache from before. Several
 * stations may report the same record; the newest row counts, by the order of epochs and then by version, and each station is named. A page
 * that comes twice changes nothing. What a station reports where nothing was lost is its own invention, and is not kept: else one station could
 * fill the list, and have a person restore what never was. Restoring goes through the ledger like any other change (decide-lost.ts).
 */
export async function reportLost(
  store: Store,
  { tenant_id, station_id }: SyncStation,
  request: LostRecordsRequest,
  now: number,
): Promise<LostRecordsResponse> {
  const { as_of } = request;
  const parts = new Map<string, Reported>();
  for (const { entity, row } of request.records) {
    const own = ownPart(entity, row);
    const key = own === null ? '' : keyOf(entity, own);
    // PostgreSQL cannot hold U+0000 in text: no such key was ever one of central's.
    if (own !== null && !key.includes('\0')) parts.set(`${entity} ${key}`, { entity, key, own });
  }
  // In one order for all, so that two stations that report the same at once wait for each other instead of locking each other out.
  const reported = [...parts.keys()].toSorted().flatMap((name) => parts.get(name) ?? []);
  return store.transaction(async (tx) => {
    const start = await startAfter(tx, tenant_id, as_of);
    if (start === undefined) {
      store.logger.warn({ tenant_id, station_id, as_of }, 'a station reports as lost what no restore lost: not kept');
      return { listed: 0 };
    }
    const present = await presentRows(tx.bulk, tenant_id, reported);
    const unlike = reported.filter(({ entity, key, own }) => {
      const row = present.get(`${entity} ${key}`);
      return row === undefined || !saysTheSame(entity, own, row);
    });
    const differing = unlike.filter(({ entity, key }) => entity !== 'case' && present.has(`${entity} ${key}`));
    const since = await putSince(tx, tenant_id, as_of, start, differing);
    const lost = unlike.filter(({ entity, key }) => entity === 'case' || !since.has(`${entity} ${key}`));
    for (const one of lost) await keep(tx, tenant_id, station_id, as_of, one, now);
    return { listed: lost.length };
  });
}

/** Epochs are UUIDs v7: ordered by when they began. Versions count within one only. */
function isSince(
  { epoch, version }: Cursor,
  known: { readonly as_of_epoch: string; readonly as_of_version: number },
): boolean {
  return epoch === known.as_of_epoch ? version >= known.as_of_version : epoch > known.as_of_epoch;
}

async function keep(
  tx: WriteTx,
  tenant_id: string,
  station_id: string,
  as_of: Cursor,
  { entity, key, own }: Reported,
  now: number,
): Promise<void> {
  const row = JSON.stringify(own);
  const known = await tx.db
    .selectFrom('lost_record')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .where('entity', '=', entity)
    .where('key', '=', key)
    .executeTakeFirst();
  const isNewer = known === undefined || (known.row !== row && isSince(as_of, known));
  if (isNewer) {
    const value = {
      row,
      as_of_epoch: as_of.epoch,
      as_of_version: as_of.version,
      state: 'open',
      reported_at: now,
      decided_by: null,
      decided_at: null,
    } as const;
    await tx.db
      .insertInto('lost_record')
      .values({ tenant_id, entity, key, ...value })
      .onConflict((conflict) => conflict.columns(['tenant_id', 'entity', 'key']).doUpdateSet(value))
      .execute();
  }
  const { version: as_of_version } = as_of;
  await tx.db
    .insertInto('lost_record_station')
    .values({ tenant_id, entity, key, station_id, as_of_version, reported_at: now })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'entity', 'key', 'station_id']).doUpdateSet({ as_of_version, reported_at: now }),
    )
    .execute();
}
