import type { Cursor } from '@serialbridge/protocol';
import type { TenantHeadTable } from '../storage/store/database.ts';
import type { Store } from '../storage/store/store.ts';
import { cursorOf, judgeCursor } from './cursor.ts';
import { pageText, type PageBody } from './feed-text.ts';

interface Page {
  readonly next: Cursor;
  readonly body: PageBody;
}

const bytesOf = (page: Page | undefined): number =>
  page === undefined ? 0 : page.body.parts.reduce((sum, part) => sum + part.length, 0);

const MOST_BYTES = 32 * 1024 * 1024;

/**
 * Pages of the feed far from its head, encoded: a thousand stations that come back from a night ask for the same ones. A page is used only
 * while the cursor it leads to is on the history that the database holds; the hash there is over all that came before.
 */
export class FeedPages {
  readonly #store: Store;
  /** The one asked for longest ago first. */
  readonly #pages: Map<string, Page> = new Map();
  #bytes = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  async take(key: string, head: TenantHeadTable, cursor: Cursor): Promise<Buffer | null> {
    const page = this.#pages.get(key);
    if (page === undefined || cursor.version < head.floor) return null;
    if ((await judgeCursor(this.#store.db, head, page.next)) !== 'tail') {
      this.#drop(key);
      return null;
    }
    if (this.#pages.delete(key)) this.#pages.set(key, page);
    return pageText(cursorOf(head), page.next, head.floor, page.body);
  }

  keep(key: string, page: Page): void {
    this.#drop(key);
    this.#pages.set(key, page);
    this.#bytes += bytesOf(page);
    for (const oldest of this.#pages.keys()) {
      if (this.#bytes <= MOST_BYTES) break;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    this.#bytes -= bytesOf(this.#pages.get(key));
    this.#pages.delete(key);
  }
}
