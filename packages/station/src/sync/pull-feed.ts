import type { StationStore } from '@serialbridge/cache';
import type { Cursor, FeedPage } from '@serialbridge/protocol';
import type { CentralClient } from './central-client.ts';
import { linkPace } from './link-pace.ts';
import type { SyncPorts } from './sync-ports.ts';

const isSame = (a: Cursor, b: Cursor): boolean => a.epoch === b.epoch && a.version === b.version && a.hash === b.hash;

const BREATHS_TO_ASK = 3;

interface FeedPull {
  /** The page after the cursor. If there is more, the page after it is on its way when this resolves, while the caller writes this one. */
  page(central: CentralClient, cursor: Cursor, signal: AbortSignal, scope: string): Promise<FeedPage>;
  abandon(): void;
}

interface Ahead {
  readonly cursor: Cursor;
  readonly page: Promise<FeedPage>;
  readonly ended: AbortController;
}

/** Follows the feed with one page fetched ahead. A page is used only for the exact cursor that it was asked for. */
export function feedPull(most_rows: number, now: () => number, { breathe }: Pick<SyncPorts, 'breathe'>): FeedPull {
  const pace = linkPace(now);
  let ahead: Ahead | null = null;

  const abandon = (): void => {
    ahead?.ended.abort();
    ahead = null;
  };

  const ask = (central: CentralClient, cursor: Cursor, signal: AbortSignal, scope: string): Promise<FeedPage> => {
    const rows = pace.limit(most_rows);
    return pace.measure(
      signal,
      (page) => ({
        used: (page?.rows ?? rows) / most_rows,
        full: page !== undefined && page.next.version < page.head.version,
      }),
      (wait_ms) => central.feed({ ...cursor, limit: rows, scope }, signal, wait_ms),
    );
  };

  return {
    abandon,
    page: async (central, cursor, signal, scope) => {
      const mine = ahead !== null && isSame(ahead.cursor, cursor) ? ahead : null;
      if (mine === null) abandon();
      ahead = null;
      const stop = (): void => mine?.ended.abort();
      if (signal.aborted) stop();
      signal.addEventListener('abort', stop, { once: true });
      let page: FeedPage;
      try {
        page = await (mine?.page ?? ask(central, cursor, signal, scope));
      } finally {
        signal.removeEventListener('abort', stop);
      }
      const { next, head } = page;
      if (next.version > cursor.version && next.version < head.version && !signal.aborted) {
        const ended = new AbortController();
        const asked = ask(central, next, ended.signal, scope);
        // It is looked at when that page is wanted. If nobody wants it, its failure does not matter.
        asked.catch(() => undefined);
        ahead = { cursor: next, page: asked, ended };
        // Writing the page lets nothing else run, so the next request must be out before.
        for (let at = 0; at < BREATHS_TO_ASK; at += 1) await breathe();
      }
      return page;
    },
  };
}

/**
 * Applies a page piece by piece and lets scans in between. Each piece is a transaction that ends at a whole version. False: it stopped, because the pull
 * was ended or the cache was swapped meanwhile. What was applied stays, and the cursor says how far.
 */
export async function applyPage(
  store: StationStore,
  { pieces, witness }: FeedPage,
  from: Cursor,
  signal: AbortSignal,
  { breathe }: Pick<SyncPorts, 'breathe'>,
): Promise<boolean> {
  let at = from;
  for (const [index, { runs, next }] of pieces.entries()) {
    if (index > 0) await breathe();
    const { cursor } = store.cache.state();
    if (signal.aborted || cursor === null || !isSame(cursor, at)) return false;
    // The signature is over where the page ends.
    store.cache.apply(runs, next, index === pieces.length - 1 ? witness : null);
    at = next;
  }
  return true;
}
