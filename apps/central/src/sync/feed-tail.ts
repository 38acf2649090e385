import { TENANT_SCOPE } from '@serialbridge/core/model';
import type { Cursor } from '@serialbridge/protocol';
import type { TenantHeadTable } from '../storage/store/database.ts';
import type { Store } from '../storage/store/store.ts';
import { cursorOf } from './cursor.ts';
import { FeedPages } from './feed-pages.ts';
import { bodyOf, feedBytes, pageText, segmentsOf, type Segment } from './feed-text.ts';
import { FEED_PAGE_ROWS, readPage } from './feed.ts';
import { readHeadOnce } from './watch-head.ts';
import type { SyncStation } from '../auth/station-credentials.ts';

/** The newest versions of one tenant without a gap, as the UTF-8 they go out in. `first` is where the oldest of them begins. */
interface Tail {
  readonly epoch: string;
  first: { version: number; hash: string };
  segments: Segment[];
  bytes: number;
  growing: Promise<void> | null;
}

const MOST_BYTES_A_TAIL = 8 * 1024 * 1024;
const MOST_BYTES = 64 * 1024 * 1024;
const LOAD_ROWS = FEED_PAGE_ROWS;
/** How often a page that is served from the tail may ask the database for what it lacks: once, and once more if the head moved meanwhile. */
const TRIES = 2;

export interface FeedTailEvents {
  onPage(from: 'memory' | 'database'): void;
}

/** Lets work on the database through a few at a time. */
export interface Gate {
  run<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * Serves the feed to many stations: the newest versions are kept in memory, so that a thousand stations that follow the head cost one
 * read of each version. That is safe because a version never changes: a tail is of one tenant, scope and epoch, its versions carry the
 * rolling hash, and it is used only where that hash agrees with the cursor and with the head as it is in the database now. Whatever does
 * not agree is asked of the database.
 */
export class FeedTails {
  readonly #store: Store;
  readonly #events: FeedTailEvents;
  readonly #tails: Map<string, Tail> = new Map();
  readonly #gate: Gate;
  readonly #pages: FeedPages;
  readonly #reading: Map<string, Promise<{ readonly page: Buffer; readonly head: Cursor }>> = new Map();

  constructor(store: Store, events: FeedTailEvents, gate: Gate) {
    this.#store = store;
    this.#gate = gate;
    this.#pages = new FeedPages(store);
    this.#events = events;
  }

  /**
   * The page after the cursor as UTF-8. `scope`: id of the cache that follows.
   * @throws Refusal `sync.snapshot-required`
   */
  async page(
    station: SyncStation,
    cursor: Cursor,
    limit: number = FEED_PAGE_ROWS,
    scope: string = TENANT_SCOPE,
  ): Promise<Buffer> {
    const { tenant_id } = station;
    const first = await readHeadOnce(this.#store, tenant_id);
    // A station with only its warehouse's rows gets pages of its own, and whether it may have them is asked each time.
    if (first.scoped_since !== null) {
      this.#events.onPage('database');
      return this.#gate.run(() => feedBytes(this.#store, station, cursor, limit, scope));
    }
    const key = tenant_id;
    let head = first;
    for (let tries = 0; tries < TRIES; tries += 1) {
      if (tries > 0) head = await readHeadOnce(this.#store, tenant_id);
      const tail = this.#tailFor(key, head);
      if (tail === null || indexAfter(tail, cursor) === null || cursor.version < head.floor) break;
      if (topOf(tail).version < head.version) await this.#grow(key, tail, station);
      const page = this.#cut(key, tail, head, cursor, limit);
      if (page !== null) {
        this.#events.onPage('memory');
        return page;
      }
    }
    const known = head.version;
    const { epoch, version, hash } = cursor;
    const asked = `${key} ${epoch} ${version} ${hash} ${limit}`;
    const kept = await this.#pages.take(asked, await readHeadOnce(this.#store, tenant_id), cursor);
    if (kept !== null) {
      this.#events.onPage('memory');
      return kept;
    }
    const shared = await this.#reading.get(asked);
    // A read that began before this call may not know a version that the station knows of already.
    if (shared !== undefined && shared.head.version >= known) return shared.page;
    const reading = this.#fromDatabase(key, asked, station, cursor, limit);
    this.#reading.set(asked, reading);
    const over = (): void => {
      if (this.#reading.get(asked) === reading) this.#reading.delete(asked);
    };
    reading.then(over, over);
    return (await reading).page;
  }

  /** The tenant's tail if it lies on the history that the head is of. */
  #tailFor(key: string, head: TenantHeadTable): Tail | null {
    const tail = this.#tails.get(key);
    if (tail === undefined) return null;
    const top = topOf(tail);
    const isSame =
      tail.epoch === head.epoch &&
      top.version <= head.version &&
      (top.version < head.version || top.hash === head.hash);
    // This head may have been read before another request let the tail grow. That is no sign of another history.
    if (!isSame && (tail.epoch !== head.epoch || hashAt(tail, head.version) !== head.hash)) {
      this.#tails.delete(key);
      return null;
    }
    return tail;
  }

  /** Null: what the cursor asks for is not here, or not yet. */
  #cut(key: string, tail: Tail, head: TenantHeadTable, cursor: Cursor, limit: number): Buffer | null {
    const from = indexAfter(tail, cursor);
    if (this.#tails.get(key) !== tail || from === null) return null;
    let rows = 0;
    let to = from;
    for (; to < tail.segments.length; to += 1) {
      const segment = tail.segments[to];
      if (segment === undefined || segment.version > head.version) break;
      rows += segment.rows;
      if (rows > limit && to > from) break;
    }
    const last = tail.segments[to - 1];
    if (to === from || last === undefined) {
      if (cursor.version !== head.version) return null;
      return pageText(cursorOf(head), cursor, head.floor, { rows: 0, pieces: 0, parts: [] });
    }
    const body = bodyOf(tail.segments.slice(from, to), tail.epoch);
    const next = { epoch: tail.epoch, version: last.version, hash: last.hash };
    return pageText(cursorOf(head), next, head.floor, body);
  }

  /** Reads what came after the tail; however many ask, once. */
  #grow(key: string, tail: Tail, station: SyncStation): Promise<void> {
    tail.growing ??= (async (): Promise<void> => {
      try {
        const { version, hash } = topOf(tail);
        const after = { epoch: tail.epoch, version, hash };
        const page = await this.#gate.run(() => readPage(this.#store, station, after, LOAD_ROWS, TENANT_SCOPE));
        append(tail, page);
        this.#trim(key, tail);
      } catch {
        // The database has another history, or does not answer. So the caller gets the database's own answer, not one from memory.
        if (this.#tails.get(key) === tail) this.#tails.delete(key);
      } finally {
        tail.growing = null;
      }
    })();
    return tail.growing;
  }

  /** Straight from the database. What reaches the head becomes the tail, what does not is kept as a page. */
  async #fromDatabase(
    key: string,
    asked: string,
    station: SyncStation,
    cursor: Cursor,
    limit: number,
  ): Promise<{ readonly page: Buffer; readonly head: Cursor }> {
    this.#events.onPage('database');
    const page = await this.#gate.run(() => readPage(this.#store, station, cursor, limit, TENANT_SCOPE));
    const { head, next, floor } = page;
    const { epoch, version, hash } = cursor;
    const body = bodyOf(segmentsOf(page), next.epoch);
    if (next.version < head.version) this.#pages.keep(asked, { next, body });
    else if (!this.#tails.has(key)) {
      const tail: Tail = { epoch, first: { version, hash }, segments: [], bytes: 0, growing: null };
      append(tail, page);
      this.#trim(key, tail);
    }
    return { page: pageText(head, next, floor, body), head };
  }

  /** Puts the tail last, and drops what is too much: its oldest versions, then the tails that nobody asked for longest. */
  #trim(key: string, tail: Tail): void {
    let drop = 0;
    while (tail.bytes > MOST_BYTES_A_TAIL && drop < tail.segments.length) {
      const oldest = tail.segments[drop];
      if (oldest === undefined) break;
      tail.bytes -= oldest.bytes.length;
      tail.first = { version: oldest.version, hash: oldest.hash };
      drop += 1;
    }
    if (drop > 0) tail.segments = tail.segments.slice(drop);
    this.#tails.delete(key);
    this.#tails.set(key, tail);
    let bytes = [...this.#tails.values()].reduce((sum, one) => sum + one.bytes, 0);
    for (const [other, { bytes: its }] of this.#tails) {
      if (bytes <= MOST_BYTES || other === key) break;
      this.#tails.delete(other);
      bytes -= its;
    }
  }
}

const topOf = (tail: Tail): { readonly version: number; readonly hash: string } => tail.segments.at(-1) ?? tail.first;

function hashAt({ first, segments }: Tail, version: number): string | undefined {
  return version === first.version ? first.hash : segments[version - first.version - 1]?.hash;
}

/** Index of the first segment after the cursor; null if the cursor is not in the tail. */
function indexAfter(tail: Tail, { epoch, version, hash }: Cursor): number | null {
  if (epoch !== tail.epoch || version < tail.first.version) return null;
  return hashAt(tail, version) === hash ? version - tail.first.version : null;
}

function append(tail: Tail, page: Awaited<ReturnType<typeof readPage>>): void {
  for (const segment of segmentsOf(page)) {
    tail.segments.push(segment);
    tail.bytes += segment.bytes.length;
  }
}
