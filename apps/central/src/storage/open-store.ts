import { openPostgresStore } from './postgres/open-postgres-store.ts';
import { openSqliteStore } from './sqlite/open-sqlite-store.ts';
import type { Store, StoreLogger } from './store/store.ts';

const silent: StoreLogger = { info: () => undefined, warn: () => undefined, error: () => undefined };

export interface StoreOptions {
  /** `postgres://…`; without it the data folder holds a SQLite database. */
  readonly database_url?: string | undefined;
  readonly data_dir: string;
  readonly logger?: StoreLogger;
}

/**
 * Opens central's store and brings its schema up to date.
 * @throws Error in plain words when the engine is not durable, too old, or was used by newer software.
 */
export async function openStore({ database_url, data_dir, logger = silent }: StoreOptions): Promise<Store> {
  return database_url === undefined || database_url === ''
    ? openSqliteStore(data_dir, logger)
    : openPostgresStore(database_url, data_dir, logger);
}
