import { feedHeadLine, feedPieceEnd, feedRunLines, type Cursor } from '@serialbridge/protocol';
import type { Store } from '../storage/store.ts';
import { FEED_PAGE_ROWS, readPage, type Page, type StoredChange } from './feed.ts';
import type { SyncStation } from '../auth/station-credentials.ts';

/** One version of the feed as the UTF-8 it goes out in. */
export interface Segment {
  readonly version: number;
  readonly hash: string;
  readonly rows: number;
  readonly bytes: Buffer;
}

/** All of a page but its head. `pieces`: how many of protocol's feed-lines.ts, `parts` are those of the text. */
export interface PageBody {
  readonly rows: number;
  readonly pieces: number;
  readonly parts: readonly Buffer[];
}

/**
 * Of bytes, not of strings: each version is encoded once, however many stations it goes to. Encoding every page anew took most of central's
 * time with a thousand of them (decisions/0019).
 */
export interface FeedForm {
  /** Text of one version's changes. */
  readonly version: (changes: readonly StoredChange[]) => string;
  readonly body: (segments: readonly Segment[], epoch: string) => PageBody;
  readonly page: (head: Cursor, next: Cursor, floor: number, body: PageBody) => Buffer;
}
export type FeedFormName = 'json' | 'lines';

/** Rows of a piece: a station applies one in less than two frames of a screen, and lets scans in between. A version is never cut. */
const PIECE_ROWS = 2000;

const rowsOf = (segments: readonly Segment[]): number => segments.reduce((sum, { rows }) => sum + rows, 0);

function lineParts(segments: readonly Segment[], epoch: string): Omit<PageBody, 'rows'> {
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
  return { pieces, parts };
}

const COMMA = Buffer.from(',');
const jsonParts = (segments: readonly Segment[]): Buffer[] =>
  segments.flatMap(({ bytes }) => (bytes.length === 0 ? [] : [COMMA, bytes])).slice(1);

const changeText = ({ version, entity, key, row }: StoredChange): string =>
  `{"version":${version},"entity":"${entity}","key":${JSON.stringify(key)},"row":${row ?? 'null'}}`;

/** Rows are stored as JSON and go out as they are, which costs a tenth of parsing and writing them again. */
export const FEED_FORMS: Readonly<Record<FeedFormName, FeedForm>> = {
  json: {
    version: (changes) => changes.map(changeText).join(','),
    body: (segments) => ({ rows: rowsOf(segments), pieces: 1, parts: jsonParts(segments) }),
    page: (head, next, floor, { parts }) => {
      const before = `{"head":${JSON.stringify(head)},"next":${JSON.stringify(next)},"floor":${floor},"changes":[`;
      return Buffer.concat([Buffer.from(before), ...parts, Buffer.from(']}')]);
    },
  },
  /** protocol's feed-lines.ts */
  lines: {
    version: feedRunLines,
    body: (segments, epoch) => ({ rows: rowsOf(segments), ...lineParts(segments, epoch) }),
    page: (head, next, floor, { rows, pieces, parts }) =>
      Buffer.concat([Buffer.from(feedHeadLine({ head, next, floor, rows, pieces })), ...parts]),
  },
};

/** The versions of a page, each encoded. */
export function segmentsOf({ versions, changes }: Page<StoredChange>, form: FeedForm): Segment[] {
  let from = 0;
  return versions.map(({ version, hash, rows }) => {
    const its = changes.slice(from, from + rows);
    from += rows;
    return { version, hash, rows, bytes: Buffer.from(form.version(its)) };
  });
}

/** A page's body; what of it is not its head can be kept and sent again under a newer one. */
export const bodyOf = (page: Page<StoredChange>, form: FeedForm): PageBody =>
  form.body(segmentsOf(page, form), page.next.epoch);

/**
 * The feed after the cursor as UTF-8. `scope`: id of the cache that follows; left out: all rows.
 * @throws Refusal `sync.snapshot-required`
 */
export async function feedBytes(
  store: Store,
  station: SyncStation,
  cursor: Cursor,
  form_name: FeedFormName,
  limit: number = FEED_PAGE_ROWS,
  scope?: string,
): Promise<Buffer> {
  const form = FEED_FORMS[form_name];
  const page = await readPage(store, station, cursor, limit, scope);
  return form.page(page.head, page.next, page.floor, bodyOf(page, form));
}
