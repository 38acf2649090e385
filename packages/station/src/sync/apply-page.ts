import type { StationStore } from '@serialbridge/cache';
import type { Cursor } from '@serialbridge/protocol';
import type { FeedPage } from './central-client.ts';
import type { SyncPorts } from './sync-ports.ts';

export const isSame = (a: Cursor, b: Cursor): boolean =>
  a.epoch === b.epoch && a.version === b.version && a.hash === b.hash;

/**
 * Applies a page piece by piece, each a transaction that ends at a whole version, and lets scans in between. False: it was left off, because the pull was
 * ended or the cache was changed for another one meanwhile; what was applied stands, and its cursor says so.
 */
export async function applyPage(
  store: StationStore,
  { pieces }: FeedPage,
  from: Cursor,
  signal: AbortSignal,
  { turn }: Pick<SyncPorts, 'turn'>,
): Promise<boolean> {
  let at = from;
  for (const [index, { runs, next }] of pieces.entries()) {
    if (index > 0) await turn();
    const { cursor } = store.cache.state();
    if (signal.aborted || cursor === null || !isSame(cursor, at)) return false;
    store.cache.apply(runs, next);
    at = next;
  }
  return true;
}
