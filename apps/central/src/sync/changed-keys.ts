import { MAX_CHANGED_KEYS, type Cursor } from '@serialbridge/protocol';
import type { Entity } from '@serialbridge/core/model';
import { readHead } from '../ledger/index.ts';
import type { TenantHeadTable } from '../storage/database.ts';
import type { ReadTx } from '../storage/store.ts';
import { judgeCursor } from './cursor.ts';
import { SyncRefused } from './sync-refused.ts';

export interface ChangedKeys {
  readonly head: TenantHeadTable;
  readonly of: (entity: Entity) => ReadonlySet<string>;
}

const NONE: ReadonlySet<string> = new Set();

/**
 * The keys that the feed names after the cursor, up to the head of this transaction: every other row is at the head what it was at the
 * cursor, so that a station can be compared with a central whose head always moves.
 * @throws SyncRefused `sync.snapshot-required`, `sync.comparison-behind`
 */
export async function changedKeys(tx: ReadTx, tenant_id: string, cursor: Cursor): Promise<ChangedKeys> {
  const head = await readHead(tx.db, tenant_id);
  if ((await judgeCursor(tx.db, head, cursor)) !== 'tail') throw new SyncRefused('sync.snapshot-required');
  const found = await tx.db
    .selectFrom('feed')
    .select(['entity', 'key'])
    .where('tenant_id', '=', tenant_id)
    .where('version', '>', cursor.version)
    .where('version', '<=', head.version)
    .limit(MAX_CHANGED_KEYS + 1)
    .execute();
  if (found.length > MAX_CHANGED_KEYS) throw new SyncRefused('sync.comparison-behind');
  const keys = new Map<Entity, Set<string>>();
  for (const { entity, key } of found) {
    const known = keys.get(entity);
    if (known === undefined) keys.set(entity, new Set([key]));
    else known.add(key);
  }
  return { head, of: (entity) => keys.get(entity) ?? NONE };
}
