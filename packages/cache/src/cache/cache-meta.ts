import { TENANT_SCOPE } from '@serialbridge/core/model';
import { Cursor } from '@serialbridge/protocol/sync';
import type { Sqlite } from '../sqlite.ts';

export function readMeta(db: Sqlite): Map<string, string> {
  const rows = db.prepare<[], { name: string; value: string }>('SELECT name, value FROM meta').all();
  return new Map(rows.map(({ name, value }) => [name, value]));
}

export function writeMeta(db: Sqlite, values: Readonly<Record<string, string>>): void {
  const put = db.prepare('INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)');
  for (const [name, value] of Object.entries(values)) put.run(name, value);
}

/** What the cache is a copy of. */
export interface CacheState {
  /** Null: nothing was pulled yet. */
  readonly cursor: Cursor | null;
  /** When the cache last stood at central's head, station's clock. */
  readonly fresh_at: number | null;
  /** Scope id of what it is a copy of. */
  readonly scope: string;
}

export function readCacheState(db: Sqlite): CacheState {
  const meta = readMeta(db);
  const cursor = Cursor.safeParse({
    epoch: meta.get('epoch'),
    version: Number(meta.get('version')),
    hash: meta.get('hash'),
  });
  const fresh = meta.get('fresh_at');
  return {
    cursor: cursor.success ? cursor.data : null,
    fresh_at: fresh === undefined ? null : Number(fresh),
    scope: meta.get('scope') ?? TENANT_SCOPE,
  };
}

export function cursorMeta(cursor: Cursor): Record<string, string> {
  return { epoch: cursor.epoch, version: String(cursor.version), hash: cursor.hash };
}
