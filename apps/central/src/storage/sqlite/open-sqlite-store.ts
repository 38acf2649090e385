import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as letOthersRun } from 'node:timers/promises';
import { Kysely } from 'kysely';
import type { Database } from '../store/database.ts';
import { runMigrations } from '../migrations/run-migrations.ts';
import { withRetry } from '../store/database-away.ts';
import type { ReadDb, ReadTx, Store, StoreLogger, WriteTx } from '../store/store.ts';
import { copyOutSqlite } from './copy-out-sqlite.ts';
import { SqliteBulkReader, SqliteBulkWriter } from './sqlite-bulk.ts';
import { sqliteDialect } from './sqlite-driver.ts';
import { openReadHandle, openWriteHandle } from './sqlite-handles.ts';

const READERS = 4;
const FILE = 'central.db';

/**
 * The embedded default: one file, one writing connection, a few reading ones that see what is committed while it writes (WAL). SQLite
 * runs in this thread: a push of 500 events holds it some tens of milliseconds, longer work lets others run in between (`breathe`), and
 * copying everything out runs in a worker thread.
 */
export async function openSqliteStore(data_dir: string, logger: StoreLogger): Promise<Store> {
  mkdirSync(data_dir, { recursive: true });
  const file = join(data_dir, FILE);
  const writer = openWriteHandle(file);
  const writeDb = new Kysely<Database>({ dialect: sqliteDialect([writer], 'begin immediate') });
  try {
    await runMigrations(writeDb, 'sqlite', logger);
  } catch (error) {
    await writeDb.destroy();
    throw error;
  }
  const readers = Array.from({ length: READERS }, () => openReadHandle(file));
  const readDb = new Kysely<Database>({ dialect: sqliteDialect(readers, 'begin') });
  const db = readDb as unknown as ReadDb;

  const read = async <T>(work: (tx: ReadTx) => Promise<T>): Promise<T> => {
    // A read transaction of its own needs a handle that nobody else uses meanwhile.
    const handle = openReadHandle(file);
    const own = new Kysely<Database>({ dialect: sqliteDialect([handle], 'begin') });
    try {
      return await own
        .transaction()
        .execute((trx) => work({ db: trx as unknown as ReadDb, bulk: new SqliteBulkReader(handle) }));
    } finally {
      await own.destroy();
    }
  };

  const transaction = <T>(work: (tx: WriteTx) => Promise<T>): Promise<T> =>
    withRetry(
      () =>
        writeDb.transaction().execute((trx) =>
          work({
            db: trx,
            bulk: new SqliteBulkWriter(writer),
            // BEGIN IMMEDIATE has locked the whole database already.
            lockTenant: (tenant_id) =>
              trx.selectFrom('tenant_head').selectAll().where('tenant_id', '=', tenant_id).executeTakeFirst(),
            lockTenants: () => Promise.resolve(),
          }),
        ),
      (error, tries) => {
        logger.warn({ err: error, tries }, 'the database is busy, trying again');
      },
    );

  return {
    engine: 'sqlite',
    data_dir,
    logger,
    db,
    read,
    transaction,
    copyOut: (tenant_id, entities, warehouse_id) => copyOutSqlite(file, tenant_id, entities, warehouse_id),
    breathe: () => letOthersRun(),
    close: async () => {
      await readDb.destroy();
      await writeDb.destroy();
    },
  };
}
