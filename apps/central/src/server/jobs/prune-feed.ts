import type { Store } from '../../storage/store.ts';

/** How long a station may be away and still follow the feed; after that it takes a snapshot. */
export const FEED_KEPT_MS: number = 30 * 24 * 60 * 60 * 1000;

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
    // The floor's own hash stays: a cursor that stands on it is still judged.
    await tx.db.deleteFrom('feed_version').where('tenant_id', '=', tenant_id).where('version', '<', floor).execute();
    await tx.db.updateTable('tenant_head').set({ floor }).where('tenant_id', '=', tenant_id).execute();
    return { floor };
  });
}
