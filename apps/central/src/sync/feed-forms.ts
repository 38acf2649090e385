import { feedRunLines, writeFeedLines, type Cursor } from '@serialbridge/protocol';
import type { Store } from '../storage/store.ts';
import { FEED_PAGE_ROWS, readPage, type Page, type StoredChange } from './feed.ts';
import type { SyncStation } from './station-credentials.ts';

/** One version of the feed as the text it goes out in. */
export interface Segment {
  readonly version: number;
  readonly hash: string;
  readonly rows: number;
  readonly text: string;
}

/** All of a page but its head. */
export interface PageBody {
  readonly rows: number;
  readonly pieces: readonly string[];
}

export interface FeedForm {
  /** Text of one version's changes. */
  readonly version: (changes: readonly StoredChange[]) => string;
  readonly body: (segments: readonly Segment[], epoch: string) => PageBody;
  readonly page: (head: Cursor, next: Cursor, floor: number, body: PageBody) => string;
}
export type FeedFormName = 'json' | 'lines';

/** Rows of a piece: a station applies one in less than two frames of a screen, and lets scans in between. A version is never cut. */
const PIECE_ROWS = 2000;

const rowsOf = (segments: readonly Segment[]): number => segments.reduce((sum, { rows }) => sum + rows, 0);

function linePieces(segments: readonly Segment[], epoch: string): string[] {
  const pieces: string[] = [];
  let lines = '';
  let rows = 0;
  for (const [index, { version, hash, rows: its, text }] of segments.entries()) {
    lines += text;
    rows += its;
    const following = segments[index + 1];
    if (following !== undefined && rows + following.rows <= PIECE_ROWS) continue;
    pieces.push(`${lines}=${JSON.stringify({ epoch, version, hash })}\n`);
    lines = '';
    rows = 0;
  }
  return pieces;
}

const changeText = ({ version, entity, key, row }: StoredChange): string =>
  `{"version":${version},"entity":"${entity}","key":${JSON.stringify(key)},"row":${row ?? 'null'}}`;

/** Rows are stored as JSON and go out as they are, which costs a tenth of parsing and writing them again. */
export const FEED_FORMS: Readonly<Record<FeedFormName, FeedForm>> = {
  json: {
    version: (changes) => changes.map(changeText).join(','),
    body: (segments) => ({
      rows: rowsOf(segments),
      pieces: [segments.flatMap(({ text }) => (text === '' ? [] : [text])).join(',')],
    }),
    page: (head, next, floor, { pieces }) =>
      `{"head":${JSON.stringify(head)},"next":${JSON.stringify(next)},"floor":${floor},"changes":[${pieces.join('')}]}`,
  },
  /** protocol's feed-lines.ts */
  lines: {
    version: feedRunLines,
    body: (segments, epoch) => ({ rows: rowsOf(segments), pieces: linePieces(segments, epoch) }),
    page: (head, next, floor, { rows, pieces }) => writeFeedLines({ head, next, floor, rows }, pieces),
  },
};

/** The versions of a page, each as text. */
export function segmentsOf({ versions, changes }: Page<StoredChange>, form: FeedForm): Segment[] {
  let from = 0;
  return versions.map(({ version, hash, rows }) => {
    const its = changes.slice(from, from + rows);
    from += rows;
    return { version, hash, rows, text: form.version(its) };
  });
}

/** A page's body; what of it is not its head can be kept and sent again under a newer one. */
export const bodyOf = (page: Page<StoredChange>, form: FeedForm): PageBody =>
  form.body(segmentsOf(page, form), page.next.epoch);

/**
 * The feed after the cursor as text. `scope`: id of the cache that follows; left out: all rows.
 * @throws SyncRefused `sync.snapshot-required`
 */
export async function feedText(
  store: Store,
  station: SyncStation,
  cursor: Cursor,
  form_name: FeedFormName,
  limit: number = FEED_PAGE_ROWS,
  scope?: string,
): Promise<string> {
  const form = FEED_FORMS[form_name];
  const page = await readPage(store, station, cursor, limit, scope);
  return form.page(page.head, page.next, page.floor, bodyOf(page, form));
}
