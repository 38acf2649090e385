import type { Cursor } from '@serialbridge/protocol';
import type { TenantHeadTable } from '../storage/store/database.ts';
import type { ReadTx, WriteTx } from '../storage/store/store.ts';

export function cursorOf({ epoch, version, hash }: TenantHeadTable): Cursor {
  return { epoch, version, hash };
}

/**
 * `tail`: the feed can be followed from here. `snapshot`: it is of another epoch, or older than the feed goes. `other-history`: the station
 * has seen versions that this central never had, or had otherwise: central was restored from a backup.
 */
export type Judged = 'tail' | 'snapshot' | 'other-history';

export async function judgeCursor(
  db: ReadTx['db'] | WriteTx['db'],
  head: TenantHeadTable,
  cursor: Cursor | null,
): Promise<Judged> {
  if (cursor === null) return 'snapshot';
  const found = await db
    .selectFrom('feed_version')
    .select('hash')
    .where('tenant_id', '=', head.tenant_id)
    .where('version', '=', cursor.version)
    .executeTakeFirst();
  return judgeHash(head, cursor, found?.hash ?? null);
}

/** The same with central's hash at the cursor's version at hand; null: the feed does not hold that version. */
export function judgeHash(head: TenantHeadTable, cursor: Cursor | null, hash: string | null): Judged {
  if (cursor === null || cursor.epoch !== head.epoch) return 'snapshot';
  if (cursor.version > head.version) return 'other-history';
  if (cursor.version < head.floor || hash === null) return 'snapshot';
  return hash === cursor.hash ? 'tail' : 'other-history';
}
