import { type SyncStation } from '@serialbridge/central/auth';
import { feedBytes } from '@serialbridge/central/sync';
import type { Store } from '@serialbridge/central/storage';
import { keyOf, type AnyRow, type Entity } from '@serialbridge/core/model';
import { readFeedLines, type Cursor } from '@serialbridge/protocol';

export interface FeedPageChange {
  readonly entity: Entity;
  readonly key: string;
  /** Null: gone. */
  readonly row: AnyRow | null;
}

/** A page of the feed as it goes out, taken apart: the changes of each entity in their order. */
export async function feedPage(
  store: Store,
  station: SyncStation,
  cursor: Cursor,
  limit?: number,
  scope?: string,
): Promise<{ head: Cursor; next: Cursor; rows: number; changes: FeedPageChange[] }> {
  const { head, next, rows, pieces } = readFeedLines(
    (await feedBytes(store, station, cursor, limit, scope)).toString(),
  );
  const changes = pieces
    .flatMap(({ runs }) => runs)
    .flatMap(({ entity: name, kind, text }) => {
      const entity = name as Entity;
      const items = JSON.parse(text) as unknown[];
      return items.map((item) =>
        kind === 'put'
          ? { entity, key: keyOf(entity, item as AnyRow), row: item as AnyRow }
          : { entity, key: String(item), row: null },
      );
    });
  return { head, next, rows, changes };
}
