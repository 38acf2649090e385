import type { Cursor } from '@serialbridge/protocol';
import type { Store } from '../storage/store.ts';
import { FEED_FORMS, segmentsOf } from './feed-forms.ts';
import { FEED_PAGE_ROWS, readPage } from './feed.ts';
import type { SyncStation } from './station-credentials.ts';

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
  const page = await readPage(store, station, cursor, limit, scope);
  const { lines } = FEED_FORMS;
  return lines.page(page.head, page.next, page.floor, lines.body(segmentsOf(page, lines), page.next.epoch));
}
