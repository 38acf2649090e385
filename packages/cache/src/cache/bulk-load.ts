import { closeSync, fdatasyncSync, fsyncSync, openSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { DatabaseSync } from 'node:sqlite';
import { zstdDecompressSync } from 'node:zlib';
import type { Column } from '@serialbridge/core/model';
import type Database from 'better-sqlite3';
import { chunkFolder } from './chunk-folder.ts';
import { readCopyText } from './copy-text.ts';
import { DiskFull, isDiskFull, RowError } from '../errors.ts';
import type { SqlValue } from '../sqlite.ts';
import { removeCache } from './discard-cache.ts';

/**
 * What a transaction wrote is sent to the disk at once. Left to the system, seconds' worth of it would be on its way when a scan waits for the
 * few bytes of its own.
 */
const ROWS_PER_TRANSACTION = 10_000;
/** From here on indexes are sorted in files: a sort in memory takes some hundred bytes a row. */
const SORT_IN_MEMORY_ROWS = 2_000_000;

/** Everything a load needs to know, as plain data: the thread that does it knows nothing of the model. */
export interface LoadPlan {
  readonly path: string;
  /** Where fetched chunks are kept. */
  readonly chunk_dir: string;
  /** Where better-sqlite3 lies. */
  readonly driver: string;
  readonly tables: string;
  readonly indexes: string;
  readonly entities: Readonly<
    Record<string, { readonly insert: string; readonly columns: readonly Pick<Column, 'name' | 'type'>[] }>
  >;
}

export type LoadTask =
  /** Rows that are there as text. */
  | { readonly do: 'load'; readonly entity: string; readonly given: readonly string[]; readonly text: string }
  /** A chunk: the bytes that came, or null for the kept ones. */
  | {
      readonly do: 'take';
      readonly entity: string;
      readonly given: readonly string[];
      readonly sha256: string;
      readonly bytes: Uint8Array<ArrayBuffer> | null;
    }
  | { readonly do: 'finish'; readonly meta: Readonly<Record<string, string>> };

export interface BulkLoad {
  /** Answers the number of rows; null: the chunk is not what its hash says, and nothing of it was loaded or kept. Throws RowError, DiskFull. */
  run(task: LoadTask): number | null;
  close(): void;
}

type BulkInsert = (values: readonly SqlValue[]) => void;

/** As much of a database as a bulk load needs. */
interface BulkDatabase {
  exec(sql: string): void;
  prepareInsert(sql: string): BulkInsert;
  /** May be called twice. */
  close(): void;
}

/**
 * Opens a file for a bulk load, with Node's own SQLite where there is one: it binds values at half the cost of better-sqlite3, and binding is most of a load.
 * Only ever for a file that nobody else has open: two SQLite libraries in one process don't know of each other's locks. `driver` is where better-sqlite3
 * lies: a thread that was started from text cannot find it by its name.
 */
function bulkDatabase(path: string, driver: string): BulkDatabase {
  // Missing where Node was built without it; asking this way neither fails nor bundles it.
  const own = process.getBuiltinModule('node:sqlite') as { DatabaseSync: typeof DatabaseSync } | undefined;
  if (own === undefined) {
    const Driver = createRequire(driver)(driver) as typeof Database;
    const db = new Driver(path);
    return {
      exec: (sql) => {
        db.exec(sql);
      },
      prepareInsert: (sql) => {
        const statement = db.prepare(sql);
        return (values) => {
          statement.run(values);
        };
      },
      close: () => db.close(),
    };
  }
  const db = new own.DatabaseSync(path);
  return {
    exec: (sql) => db.exec(sql),
    prepareInsert: (sql) => {
      const statement = db.prepare(sql);
      return (values) => {
        statement.run(...values);
      };
    },
    close: () => {
      if (db.isOpen) db.close();
    },
  };
}

/** Errors in the words of the loader's users. */
function explain(error: unknown, entity: string): Error {
  if (isDiskFull(error)) return new DiskFull(String(error), { cause: error });
  if (error instanceof RowError || error instanceof DiskFull) return error;
  return new RowError(`a chunk of ${entity} can't be loaded: ${String(error)}`, { cause: error });
}

/**
 * Builds a fresh cache beside the one in use, in the calling thread and without a pause: what was fetched is kept, verified, decompressed, read and
 * inserted, and at the end indexed. The journal is off: a half-built file is never used, it is built again.
 */
export function bulkLoad(plan: LoadPlan): BulkLoad {
  const { path } = plan;
  const chunks = chunkFolder(plan.chunk_dir);
  removeCache(path);
  const db: BulkDatabase = bulkDatabase(path, plan.driver);
  db.exec(
    'PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -65536;',
  );
  db.exec(plan.tables);
  // Nobody else has the file: closing this handle takes no lock from anybody.
  const file = openSync(path, 'r+');
  let isOpen = true;
  const closeFile = (): void => {
    if (isOpen) closeSync(file);
    isOpen = false;
  };
  const inserts = new Map<string, BulkInsert>();
  let total = 0;

  const insertInto = (entity: string, given: readonly string[], text: string): number => {
    const into = plan.entities[entity];
    if (into === undefined) throw new RowError(`${entity} is no table of this cache`);
    const insert = inserts.get(entity) ?? db.prepareInsert(into.insert);
    inserts.set(entity, insert);
    const reader = readCopyText(text, into.columns, given);
    let rows = 0;
    db.exec('BEGIN');
    try {
      for (let values = reader.next(); values !== null; values = reader.next()) {
        insert(values);
        rows += 1;
        if (rows % ROWS_PER_TRANSACTION !== 0) continue;
        db.exec('COMMIT');
        fdatasyncSync(file);
        db.exec('BEGIN');
      }
    } finally {
      // Without a journal there is no way back; after a failure the file is thrown away.
      db.exec('COMMIT');
    }
    total += rows;
    return rows;
  };

  const finish = (meta: Readonly<Record<string, string>>): void => {
    const put = db.prepareInsert('INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)');
    for (const [name, value] of Object.entries(meta)) put([name, value]);
    db.exec(`PRAGMA temp_store = ${total > SORT_IN_MEMORY_ROWS ? 'FILE' : 'MEMORY'}`);
    db.exec(plan.indexes);
    db.close();
    // Every page is on the disk before the file says that it is complete.
    fsyncSync(file);
    closeFile();
    const again = bulkDatabase(path, plan.driver);
    try {
      again.exec(
        `PRAGMA synchronous = FULL; PRAGMA journal_mode = WAL; INSERT OR REPLACE INTO meta VALUES ('complete', '1'); PRAGMA wal_checkpoint(TRUNCATE);`,
      );
    } finally {
      again.close();
    }
  };

  const take = (task: Extract<LoadTask, { do: 'take' }>): number | null => {
    const { sha256, bytes } = task;
    if (bytes !== null && !chunks.keep(sha256, bytes)) return null;
    const whole = bytes ?? chunks.read(sha256);
    if (whole === null) return null;
    return insertInto(task.entity, task.given, zstdDecompressSync(whole).toString('utf8'));
  };

  return {
    run: (task) => {
      try {
        if (task.do === 'load') return insertInto(task.entity, task.given, task.text);
        if (task.do === 'take') return take(task);
        finish(task.meta);
        return total;
      } catch (error) {
        throw explain(error, task.do === 'finish' ? 'cache' : task.entity);
      }
    },
    close: () => {
      db.close();
      closeFile();
    },
  };
}
