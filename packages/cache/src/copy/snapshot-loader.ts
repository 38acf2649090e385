import { setImmediate as turn } from 'node:timers/promises';
import { TENANT_SCOPE, type Entity } from '@serialbridge/core/model';
import type { Cursor } from '@serialbridge/protocol/sync';
import { codecOf, quote, RowError } from '../tables/entity-columns.ts';
import { CACHE_INDEXES, CACHE_SCHEMA_ID, CACHE_TABLES } from '../tables/entity-tables.ts';
import { bulkDatabase, type BulkDatabase, type BulkInsert } from './bulk-database.ts';
import { cursorMeta } from './copy-meta.ts';
import { readCopyText } from './copy-text.ts';
import { removeCopy } from './open-copy.ts';
import { runSqlAside } from './run-sql-aside.ts';

const ROWS_PER_TRANSACTION = 50_000;
/** Rows between two turns of the event loop: some milliseconds, so that scans go on while a snapshot is loaded. */
const ROWS_PER_TURN = 1_000;

export interface SnapshotLoader {
  /** Loads one verified, decompressed chunk. Answers the number of rows. Throws RowError. */
  load(entity: Entity, columns: readonly string[], text: string): Promise<number>;
  /** Builds the indexes and marks the file complete; after this it may be swapped in. */
  finish(at: Cursor, scope?: string): Promise<void>;
  /** Throws the half-built file away. */
  abandon(): void;
}

/** Builds a fresh cache beside the one in use. The journal is off: a half-built file is never used, it is built again. */
export function snapshotLoader(path: string): SnapshotLoader {
  removeCopy(path);
  const db: BulkDatabase = bulkDatabase(path);
  db.exec(
    'PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -65536;',
  );
  db.exec(CACHE_TABLES);
  const inserts = new Map<Entity, BulkInsert>();

  const insertOf = (entity: Entity): BulkInsert => {
    const known = inserts.get(entity);
    if (known !== undefined) return known;
    const { columns } = codecOf(entity);
    const made = db.prepareInsert(
      `INSERT INTO ${quote(entity)} (${columns.map(({ name }) => quote(name)).join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
    );
    inserts.set(entity, made);
    return made;
  };

  return {
    load: async (entity, given, text) => {
      const insert = insertOf(entity);
      const reader = readCopyText(text, codecOf(entity).columns, given);
      let rows = 0;
      db.exec('BEGIN');
      try {
        for (let values = reader.next(); values !== null; values = reader.next()) {
          insert(values);
          rows += 1;
          if (rows % ROWS_PER_TURN === 0) await turn();
          if (rows % ROWS_PER_TRANSACTION === 0) db.exec('COMMIT; BEGIN');
        }
      } catch (error) {
        // Without a journal there is no way back; the caller abandons the file.
        db.exec('COMMIT');
        throw error instanceof RowError
          ? error
          : new RowError(`a chunk of ${entity} can't be loaded: ${String(error)}`, { cause: error });
      }
      db.exec('COMMIT');
      return rows;
    },
    finish: async (at, scope = TENANT_SCOPE) => {
      const meta = db.prepareInsert('INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)');
      for (const [name, value] of Object.entries({ ...cursorMeta(at), schema_id: CACHE_SCHEMA_ID, scope }))
        meta([name, value]);
      db.close();
      await runSqlAside(path, [
        'PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY;',
        CACHE_INDEXES,
        'PRAGMA synchronous = FULL; PRAGMA journal_mode = WAL;',
        `INSERT OR REPLACE INTO meta VALUES ('complete', '1'); PRAGMA wal_checkpoint(TRUNCATE);`,
      ]);
    },
    abandon: () => {
      db.close();
      removeCopy(path);
    },
  };
}
