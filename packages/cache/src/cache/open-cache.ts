import { existsSync, renameSync } from 'node:fs';
import { TENANT_SCOPE } from '@serialbridge/core/model';
import { Cursor, Witness } from '@serialbridge/protocol/sync';
import { openSqlite, type Sqlite } from '../sqlite.ts';
import { CACHE_INDEXES, CACHE_SCHEMA_ID, CACHE_TABLES } from '../tables/entity-tables.ts';
import { removeCache } from './discard-cache.ts';

function readMeta(db: Sqlite): Map<string, string> {
  const rows = db.prepare<[], { name: string; value: string }>('SELECT name, value FROM meta').all();
  return new Map(rows.map(({ name, value }) => [name, value]));
}

export function writeMeta(db: Sqlite, values: Readonly<Record<string, string>>): void {
  const put = db.prepare('INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)');
  for (const [name, value] of Object.entries(values)) put.run(name, value);
}

/** What of central's data the cache holds. */
export interface CacheState {
  /** Null: nothing was pulled yet. */
  readonly cursor: Cursor | null;
  /** When the cache last stood at central's head, station's clock. */
  readonly fresh_at: number | null;
  /** Which part of the tenant's data. */
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

/** The last version that central signed for this station; undefined: none that this cache knows of. */
export function readWitness(db: Sqlite): Witness | undefined {
  const text = readMeta(db).get('witness');
  return text === undefined ? undefined : Witness.safeParse(JSON.parse(text)).data;
}

export const witnessMeta = (witness: Witness): Record<string, string> => ({ witness: JSON.stringify(witness) });

export function cursorMeta(cursor: Cursor): Record<string, string> {
  return { epoch: cursor.epoch, version: String(cursor.version), hash: cursor.hash };
}

/** An empty cache of today's shape. */
function createCache(path: string): void {
  removeCache(path);
  const db = openSqlite(path);
  try {
    db.pragma('page_size = 8192');
    db.pragma('journal_mode = WAL');
    db.transaction(() => {
      db.exec(CACHE_TABLES);
      db.exec(CACHE_INDEXES);
      writeMeta(db, { schema_id: CACHE_SCHEMA_ID, complete: '1' });
    })();
  } finally {
    db.close();
  }
}

/** True if the file is a whole cache of today's shape. Anything that can't be read is not. */
function isUsable(path: string): boolean {
  if (!existsSync(path)) return false;
  let db: Sqlite | null = null;
  try {
    db = openSqlite(path, { fileMustExist: true });
    const meta = readMeta(db);
    return meta.get('schema_id') === CACHE_SCHEMA_ID && meta.get('complete') === '1';
  } catch {
    return false;
  } finally {
    db?.close();
  }
}

/** Of which epoch a finished cache is. */
export function readEpoch(path: string): string | undefined {
  const db = openSqlite(path, { fileMustExist: true });
  try {
    return readMeta(db).get('epoch');
  } finally {
    db.close();
  }
}

/**
 * Makes sure that a usable cache.db stands at `path`. A missing, damaged, half-built or differently shaped one is thrown away: central has it all, and the
 * sync loop takes a snapshot. Answers why it is new, or null.
 */
export function ensureCache(path: string, nextPath: string): 'missing' | 'unusable' | null {
  if (isUsable(path)) {
    removeCache(nextPath);
    return null;
  }
  // A swap that was cut between its two steps has deleted the old file and not yet renamed the new one.
  if (!existsSync(path) && isUsable(nextPath)) {
    removeCache(path);
    renameSync(nextPath, path);
    return null;
  }
  const why = existsSync(path) ? 'unusable' : 'missing';
  createCache(path);
  removeCache(nextPath);
  return why;
}

/** Opens the connection that writes the cache. NORMAL: after a power cut its last commits may be gone, and are pulled again. */
export function openCacheWriter(path: string): Sqlite {
  const db = openSqlite(path, { fileMustExist: true, timeout: 5_000 });
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  db.pragma('wal_autocheckpoint = 2000');
  // A page of the feed changes rows all over the indexes of a big cache.
  db.pragma('cache_size = -65536');
  return db;
}
