import { z } from 'zod';
import { Cursor } from './messages.ts';

/**
 * The feed as lines of text: rows go from central's database into the station's as the texts that they are, and nobody in between takes them
 * apart. The first line is JSON, `{ head, next, floor, rows, pieces }` (the last two are counts); `floor` is the oldest version that the feed
 * still holds. Then come pieces, each of whole versions and small enough to be applied at one go: runs, `+entity TAB JSON array of rows` or
 * `-entity TAB JSON array of keys`, and `=` with the JSON of the cursor after them. A run's changes are in order, and so are the runs of an
 * entity. JSON has no line ends of its own.
 */
export const FEED_LINES_TYPE = 'text/x-serialbridge-feed';

export const FeedHead = z.object({
  head: Cursor,
  next: Cursor,
  floor: z.number(),
  rows: z.number(),
  pieces: z.number(),
});
type FeedHead = z.infer<typeof FeedHead>;

export interface FeedRun {
  readonly entity: string;
  /** Rows put, or keys that are gone. */
  readonly kind: 'put' | 'gone';
  /** A JSON array of them. */
  readonly text: string;
}

export interface FeedPiece {
  readonly next: Cursor;
  readonly runs: readonly FeedRun[];
}

/** A page of the feed as a reader has it. */
export type FeedPage = Omit<FeedHead, 'pieces'> & {
  readonly pieces: readonly FeedPiece[];
  /** Central's signature over `witnessText` of `next`, from the answer's header. */
  readonly witness: string;
};

/** A change as central has it stored. */
export interface FeedLineChange {
  readonly entity: string;
  readonly key: string;
  /** JSON of the row; null: gone. */
  readonly row: string | null;
}

interface RunInMaking {
  readonly entity: string;
  readonly kind: FeedRun['kind'];
  readonly items: string[];
}

/** Changes by entity, in the order of each. */
export function feedRuns(changes: readonly FeedLineChange[]): FeedRun[] {
  const runs: RunInMaking[] = [];
  const last = new Map<string, RunInMaking>();
  for (const { entity, key, row } of changes) {
    const kind = row === null ? 'gone' : 'put';
    let run = last.get(entity);
    if (run?.kind !== kind) {
      run = { entity, kind, items: [] };
      last.set(entity, run);
      runs.push(run);
    }
    run.items.push(row ?? JSON.stringify(key));
  }
  return runs.map(({ entity, kind, items }) => ({ entity, kind, text: `[${items.join(',')}]` }));
}

/** The lines of the runs. */
export function feedRunLines(changes: readonly FeedLineChange[]): string {
  return feedRuns(changes)
    .map(({ entity, kind, text }) => `${kind === 'put' ? '+' : '-'}${entity}\t${text}\n`)
    .join('');
}

/** A page's first line; its pieces follow. */
export const feedHeadLine = (head: FeedHead): string => `${JSON.stringify(head)}\n`;

/** What ends a piece. */
export const feedPieceEnd = ({ epoch, version, hash }: Cursor): string =>
  `=${JSON.stringify({ epoch, version, hash })}\n`;

/** @param witness the answer's `WITNESS_HEADER` @throws Error if it is not whole */
export function readFeedLines(text: string, witness = ''): FeedPage {
  const lines = text.split('\n');
  const { pieces: expected, ...page } = FeedHead.parse(JSON.parse(lines[0] ?? ''));
  const pieces: FeedPiece[] = [];
  let runs: FeedRun[] = [];
  for (const line of lines.slice(1, -1)) {
    if (line.startsWith('=')) {
      pieces.push({ next: Cursor.parse(JSON.parse(line.slice(1))), runs });
      runs = [];
      continue;
    }
    const tab = line.indexOf('\t');
    if (tab === -1 || !/^[+-]/u.test(line)) throw new Error('a line of the feed can’t be read');
    runs.push({ entity: line.slice(1, tab), kind: line.startsWith('+') ? 'put' : 'gone', text: line.slice(tab + 1) });
  }
  if (runs.length > 0 || lines.at(-1) !== '' || pieces.length !== expected) throw new Error('the feed broke off');
  return { ...page, pieces, witness };
}
