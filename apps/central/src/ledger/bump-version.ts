import type { RowChange } from '@serialbridge/core/ledger';
import type { TenantHeadTable } from '../storage/store/database.ts';
import { allDone, type WriteTx } from '../storage/store/store.ts';
import { FEED_TABLE } from '../storage/store/tables.ts';
import type { ScopeTags } from './scope-tags.ts';
import { sha256 } from './sha256.ts';
import { wholeRow } from './write-changes.ts';

/**
 * The last statements of a writing transaction: the tenant's counter goes up by one and the changes join the feed under that version.
 * The transaction has held the tenant lock since it began. So versions become visible in their order, and none appears below one already read.
 * A central that was restored from a backup uses version numbers again. The rolling hash tells the two histories apart.
 */
export async function bumpVersion(
  tx: WriteTx,
  head: TenantHeadTable,
  changes: readonly RowChange[],
  now: number,
  scopes: ScopeTags,
): Promise<TenantHeadTable> {
  const { tenant_id } = head;
  const version = head.version + 1;
  const tagged = await scopes.tagged(changes);
  const rows = tagged.map(({ change: { entity, key, row }, warehouse_id }, ord) => ({
    version,
    ord,
    entity,
    key,
    row: row === null ? null : JSON.stringify(wholeRow(entity, row)),
    warehouse_id,
  }));
  const content = rows.map(({ entity, key, row }) => `${entity}\t${key}\t${row ?? ''}\n`).join('');
  const hash = sha256(`${head.hash}\n${version}\n${content}`);
  await allDone([
    tx.bulk.insert(tenant_id, FEED_TABLE, rows),
    tx.db.insertInto('feed_version').values({ tenant_id, version, hash, rows: rows.length, at: now }).execute(),
    tx.db.updateTable('tenant_head').set({ version, hash }).where('tenant_id', '=', tenant_id).execute(),
  ]);
  return { ...head, version, hash };
}
