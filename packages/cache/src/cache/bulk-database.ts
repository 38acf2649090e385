import { createRequire } from 'node:module';
import type { DatabaseSync } from 'node:sqlite';
import type Database from 'better-sqlite3';
import type { SqlValue } from '../read-handle.ts';

export type BulkInsert = (values: readonly SqlValue[]) => void;

/** As much of a database as a bulk load needs. */
export interface BulkDatabase {
  exec(sql: string): void;
  prepareInsert(sql: string): BulkInsert;
  /** May be called twice. */
  close(): void;
}

/** better-sqlite3 from where it lies, in a thread that has no place of its own to look from. */
export const stationDriver = (driver: string): typeof Database => createRequire(driver)(driver) as typeof Database;

/**
 * Opens a file for a bulk load, with Node's own SQLite where there is one: it binds values at half the cost of better-sqlite3, and binding is most of a load.
 * Only ever for a file that nobody else has open: two SQLite libraries in one process don't know of each other's locks. `driver` is where better-sqlite3
 * lies: a thread that was started from text has no place of its own to look from.
 */
export function bulkDatabase(path: string, driver: string): BulkDatabase {
  // Missing where Node was built without it; asking this way neither fails nor bundles it.
  const own = process.getBuiltinModule('node:sqlite') as { DatabaseSync: typeof DatabaseSync } | undefined;
  if (own === undefined) {
    const Driver = stationDriver(driver);
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
