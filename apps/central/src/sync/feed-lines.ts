import { writeFeedLines, writeFeedPiece, type Cursor } from '@serialbridge/protocol';
import type { Store } from '../storage/store.ts';
import { FEED_PAGE_ROWS, readPage } from './feed.ts';
import type { SyncStation } from './station-credentials.ts';

/** Rows of a piece: a station applies one in less than two frames of a screen, and lets scans in between. A version is never cut. */
const PIECE_ROWS = 2000;

/**
 * The feed after the cursor as lines (protocol's feed-lines.ts).
 * @throws SyncRefused `sync.snapshot-required`
 */
export async function feedLines(
  store: Store,
  station: SyncStation,
  cursor: Cursor,
  limit: number = FEED_PAGE_ROWS,
  scope?: string,
): Promise<string> {
  const { head, next, floor, changes, versions } = await readPage(store, station, cursor, limit, scope);
  const pieces: string[] = [];
  let from = 0;
  let to = 0;
  for (const [index, { version, hash, rows }] of versions.entries()) {
    to += rows;
    const following = versions[index + 1];
    if (following !== undefined && to + following.rows - from <= PIECE_ROWS) continue;
    pieces.push(writeFeedPiece(changes.slice(from, to), { epoch: next.epoch, version, hash }));
    from = to;
  }
  return writeFeedLines({ head, next, floor, rows: changes.length }, pieces);
}
