import { TENANT_SCOPE } from '@serialbridge/core/model';
import { feedHeadLine, feedPieceEnd, feedRunLines, type Cursor } from '@serialbridge/protocol';
import type { Store } from '../storage/store/store.ts';
import { FEED_PAGE_ROWS, readPage, type Page, type StoredChange } from './feed.ts';
import type { SyncStation } from '../auth/station-credentials.ts';

/**
 * One version of the feed as UTF-8 bytes, as it goes out. Each version is encoded once, however many stations it goes to. To encode every page
 * anew took most of central's time with a thousand stations.
 */
export interface Segment {
  readonly version: number;
  readonly hash: string;
  readonly rows: number;
  readonly bytes: Buffer;
}

/** All of a page except its head line; `pieces` is how many it has. It can be kept and sent again under a newer head line. */
export interface PageBody {
  readonly rows: number;
  readonly pieces: number;
  readonly parts: readonly Buffer[];
}

/** Rows of a piece: a station applies one in less than two frames of a screen, and lets scans in between. A version is never cut. */
const PIECE_ROWS = 2000;

export function bodyOf(segments: readonly Segment[], epoch: string): PageBody {
  const parts: Buffer[] = [];
  let pieces = 0;
  let rows = 0;
  for (const [index, { version, hash, rows: its, bytes }] of segments.entries()) {
    parts.push(bytes);
    rows += its;
    const following = segments[index + 1];
    if (following !== undefined && rows + following.rows <= PIECE_ROWS) continue;
    parts.push(Buffer.from(feedPieceEnd({ epoch, version, hash })));
    pieces += 1;
    rows = 0;
  }
  return { rows: segments.reduce((sum, one) => sum + one.rows, 0), pieces, parts };
}

export const pageText = (head: Cursor, next: Cursor, floor: number, { rows, pieces, parts }: PageBody): Buffer =>
  Buffer.concat([Buffer.from(feedHeadLine({ head, next, floor, rows, pieces })), ...parts]);

/** The versions of a page, each encoded. Rows are stored as JSON and go out as they are, which costs a tenth of parsing and writing them again. */
export function segmentsOf({ versions, changes }: Page<StoredChange>): Segment[] {
  let from = 0;
  return versions.map(({ version, hash, rows }) => {
    const its = changes.slice(from, from + rows);
    from += rows;
    return { version, hash, rows, bytes: Buffer.from(feedRunLines(its)) };
  });
}

/**
 * The feed after the cursor as UTF-8. `scope`: id of the cache that follows.
 * @throws Refusal `sync.snapshot-required`
 */
export async function feedBytes(
  store: Store,
  station: SyncStation,
  cursor: Cursor,
  limit: number = FEED_PAGE_ROWS,
  scope: string = TENANT_SCOPE,
): Promise<Buffer> {
  const page = await readPage(store, station, cursor, limit, scope);
  return pageText(page.head, page.next, page.floor, bodyOf(segmentsOf(page), page.next.epoch));
}
