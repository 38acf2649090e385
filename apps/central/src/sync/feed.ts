import type { Entity } from '@serialbridge/core/model';
import type { Cursor } from '@serialbridge/protocol';
import { readHead } from '../ledger/index.ts';
import type { FeedVersionTable, TenantHeadTable } from '../storage/store/database.ts';
import type { ReadTx, Store } from '../storage/store/store.ts';
import { cursorOf, judgeCursor } from './cursor.ts';
import { servedWarehouse } from '../ledger/station-scopes.ts';
import type { SyncStation } from '../auth/station-credentials.ts';
import { Refusal } from '../refusal.ts';

/** How long a station may be away and still follow the feed; after that it takes a snapshot. */
const FEED_KEPT_MS: number = 30 * 24 * 60 * 60 * 1000;

/** Forgets what the feed held before `now - keep_ms`. The floor rises in the same transaction, so that no reader finds a hole. */
export async function pruneFeed(
  store: Store,
  tenant_id: string,
  now: number,
  keep_ms: number = FEED_KEPT_MS,
): Promise<{ floor: number }> {
  return store.transaction(async (tx) => {
    const head = await tx.lockTenant(tenant_id);
    if (head === undefined) return { floor: 0 };
    const newest = await tx.db
      .selectFrom('feed_version')
      .select('version')
      .where('tenant_id', '=', tenant_id)
      .where('at', '<', now - keep_ms)
      .orderBy('version', 'desc')
      .limit(1)
      .executeTakeFirst();
    const floor = newest?.version ?? 0;
    if (floor <= head.floor) return { floor: head.floor };
    await tx.db.deleteFrom('feed').where('tenant_id', '=', tenant_id).where('version', '<=', floor).execute();
    // The floor's own hash stays, because a cursor that stands on the floor must still be judged.
    await tx.db.deleteFrom('feed_version').where('tenant_id', '=', tenant_id).where('version', '<', floor).execute();
    await tx.db.updateTable('tenant_head').set({ floor }).where('tenant_id', '=', tenant_id).execute();
    return { floor };
  });
}

/** Rows of a page, unless one version alone has more: a version is never cut. */
export const FEED_PAGE_ROWS = 5000;
const MOST_ROWS = 50_000;
const VERSIONS_A_PAGE = 2000;

/** The versions that still fit a page of `limit` rows; at least one if there is any. */
async function nextVersions(
  tx: ReadTx,
  head: TenantHeadTable,
  after: Cursor,
  limit: number,
): Promise<readonly PageVersion[]> {
  const versions = await tx.db
    .selectFrom('feed_version')
    .select(['version', 'hash', 'rows'])
    .where('tenant_id', '=', head.tenant_id)
    .where('version', '>', after.version)
    .where('version', '<=', head.version)
    .orderBy('version')
    .limit(VERSIONS_A_PAGE)
    .execute();
  let rows = 0;
  const cut = versions.findIndex((one, at) => (rows += one.rows) > limit && at > 0);
  return cut === -1 ? versions : versions.slice(0, cut);
}

type PageVersion = Pick<FeedVersionTable, 'version' | 'hash' | 'rows'>;

export interface Page<T> {
  readonly head: Cursor;
  readonly next: Cursor;
  readonly floor: number;
  readonly changes: readonly T[];
  /** Those that the changes are of, in order. */
  readonly versions: readonly PageVersion[];
}
export interface StoredChange {
  readonly version: number;
  readonly entity: Entity;
  readonly key: string;
  readonly row: string | null;
}

/**
 * What changed after the cursor: whole versions only, in order. `scope`: id of the cache that follows.
 * @throws Refusal `sync.snapshot-required` if the cursor is below the floor, of another epoch or not on this history, or the scope is another by now
 */
export function readPage(
  store: Store,
  station: SyncStation,
  cursor: Cursor,
  limit: number,
  scope: string,
): Promise<Page<StoredChange>> {
  const { tenant_id } = station;
  return store.read(async (tx) => {
    const head = await readHead(tx.db, tenant_id);
    const warehouse = await servedWarehouse(tx.db, station, scope, head);
    // What was written before any station had a scope does not say whose it is, so nothing of it goes to a station of one warehouse.
    if (warehouse !== null && cursor.version < (head.scoped_since ?? 0)) throw new Refusal('sync.snapshot-required');
    if ((await judgeCursor(tx.db, head, cursor)) !== 'tail') throw new Refusal('sync.snapshot-required');
    const versions = await nextVersions(tx, head, cursor, Math.min(Math.max(limit, 1), MOST_ROWS));
    const last = versions.at(-1);
    const next = last === undefined ? cursor : { epoch: head.epoch, version: last.version, hash: last.hash };
    const changes =
      last === undefined
        ? []
        : await tx.db
            .selectFrom('feed')
            .select(['version', 'entity', 'key', 'row', 'warehouse_id'])
            .where('tenant_id', '=', tenant_id)
            .where('version', '>', cursor.version)
            .where('version', '<=', next.version)
            .orderBy('version')
            .orderBy('ord')
            .execute();
    return {
      head: cursorOf(head),
      next,
      floor: head.floor,
      // A row of another warehouse goes out as gone, because it may have been this warehouse's before.
      changes: changes.map(({ warehouse_id, ...change }) =>
        warehouse === null || warehouse_id === null || warehouse_id === warehouse ? change : { ...change, row: null },
      ),
      versions,
    };
  });
}
