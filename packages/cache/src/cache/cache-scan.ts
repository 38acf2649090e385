import type { AnyRow, Entity } from '@serialbridge/core/model';
import type { Cursor } from '@serialbridge/protocol/sync';
import { openSqlite, type Sqlite } from '../sqlite.ts';
import { codecOf, quote } from '../tables/entity-columns.ts';
import { readCacheState } from './open-cache.ts';

/** The cache was swapped or closed while it was being read: begin again. */
export class ScanEnded extends Error {
  override readonly name = 'ScanEnded';
}

type KeyValues = readonly string[];

/** Reads of the cache alone, without the overlay, in key order. A key is the values of its columns. */
export interface RangeReader {
  /** The next `limit` rows after a key (null: from the first), up to and with another (null: to the last). Throws ScanEnded. */
  rows(entity: Entity, after: KeyValues | null, upto: KeyValues | null, limit: number): readonly AnyRow[];
}

/** The cache at exactly one version, whatever is written meanwhile. Always `close()` it: SQLite's log grows while it is open. */
export interface CacheScan extends RangeReader {
  /** Null: nothing was pulled yet. */
  readonly cursor: Cursor | null;
  readonly scope: string;
  close(): void;
}

export function rangeReader(db: Sqlite): RangeReader {
  return {
    rows: (entity, after, upto, limit) => {
      const codec = codecOf(entity);
      const { columns, key } = codec;
      const order = key.map(quote).join(', ');
      const bound = (sign: string, values: KeyValues | null): string =>
        values === null ? '' : ` AND (${order}) ${sign} (${values.map(() => '?').join(', ')})`;
      const found = db
        .prepare<unknown[], Record<string, unknown>>(
          `SELECT ${columns.map(({ name }) => quote(name)).join(', ')} FROM ${quote(entity)}
           WHERE true${bound('>', after)}${bound('<=', upto)} ORDER BY ${order} LIMIT ?`,
        )
        .all([...(after ?? []), ...(upto ?? []), limit]);
      return found.map((row) => codec.decode(row));
    },
  };
}

/** Opens the cache on a connection of its own, in a read transaction that begins now. */
export function openCacheScan(path: string): CacheScan {
  const db = openSqlite(path, { readonly: true, fileMustExist: true });
  try {
    db.exec('BEGIN');
    const { cursor, scope } = readCacheState(db);
    const reader = rangeReader(db);
    return {
      cursor,
      scope,
      rows: (...asked) => {
        if (!db.open) throw new ScanEnded('the cache was replaced while it was read');
        return reader.rows(...asked);
      },
      close: () => {
        db.close();
      },
    };
  } catch (error) {
    db.close();
    throw error;
  }
}
