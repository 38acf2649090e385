import { existsSync, renameSync } from 'node:fs';
import { openSqlite, type Sqlite } from '../sqlite.ts';
import { CACHE_INDEXES, CACHE_SCHEMA_ID, CACHE_TABLES } from '../tables/entity-tables.ts';
import { readMeta, writeMeta } from './cache-meta.ts';
import { removeCache } from './remove-cache.ts';

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

/** Of which epoch a finished copy is. */
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
