import { mkdirSync } from 'node:fs';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { Pool, types } from 'pg';
import type { Database } from '../database.ts';
import { runMigrations } from '../migrations/run-migrations.ts';
import { withRetry } from '../retry.ts';
import type { ReadDb, ReadTx, Store, StoreLogger, WriteTx } from '../store.ts';
import { copyOutPostgres } from './copy-out-postgres.ts';
import { PostgresBulkReader, PostgresBulkWriter } from './postgres-bulk.ts';

const INT8 = 20;
const OLDEST_SERVER = 15;
const POOL = 10;

/** int8 is how every count and instant is stored; all of them fit a number, and one that does not must not be rounded silently. */
function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} from the database does not fit a number`);
  return value;
}

const getTypeParser = ((oid: number, format?: 'text' | 'binary') =>
  oid === INT8 && format !== 'binary' ? parseInt8 : types.getTypeParser(oid, format)) as typeof types.getTypeParser;

async function checkServer(db: Kysely<Database>): Promise<void> {
  const answer = await sql<{ version: string; fsync: string; commits: string }>`
    select current_setting('server_version_num') as version, current_setting('fsync') as fsync, current_setting('synchronous_commit') as commits`.execute(
    db,
  );
  const [row] = answer.rows;
  const major = Math.floor(Number(row?.version) / 10_000);
  if (!(major >= OLDEST_SERVER))
    throw new Error(`PostgreSQL ${OLDEST_SERVER} or newer is needed; the server at DATABASE_URL is ${major}.`);
  if (row?.fsync !== 'on' || row.commits === 'off') {
    throw new Error(
      `PostgreSQL runs with fsync=${row?.fsync ?? '?'} and synchronous_commit=${row?.commits ?? '?'}; both must be on so that nothing acknowledged is lost.`,
    );
  }
}

/** PostgreSQL 15 or newer at `database_url`; several processes may share it. */
export async function openPostgresStore(database_url: string, data_dir: string, logger: StoreLogger): Promise<Store> {
  mkdirSync(data_dir, { recursive: true });
  const pool = new Pool({ connectionString: database_url, max: POOL, types: { getTypeParser } });
  pool.on('error', (error) => {
    logger.warn({ err: error }, 'an idle connection to PostgreSQL broke');
  });
  const kysely = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  try {
    await checkServer(kysely);
    await runMigrations(kysely, 'postgres', logger);
  } catch (error) {
    await kysely.destroy();
    throw error;
  }

  const read = <T>(work: (tx: ReadTx) => Promise<T>): Promise<T> =>
    kysely
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute((trx) => work({ db: trx as unknown as ReadDb, bulk: new PostgresBulkReader(trx) }));

  // READ COMMITTED: after the turn is taken every statement sees all that earlier turns committed, and no writer of the tenant runs beside.
  const transaction = <T>(work: (tx: WriteTx) => Promise<T>): Promise<T> =>
    withRetry(
      () =>
        kysely
          .transaction()
          .setIsolationLevel('read committed')
          .execute((trx) =>
            work({
              db: trx,
              bulk: new PostgresBulkWriter(trx),
              takeTurn: (tenant_id) =>
                trx
                  .selectFrom('tenant_head')
                  .selectAll()
                  .where('tenant_id', '=', tenant_id)
                  .forUpdate()
                  .executeTakeFirst(),
            }),
          ),
      (error, tries) => {
        logger.warn({ err: error, tries }, 'the transaction must run again');
      },
    );

  const store: Store = {
    engine: 'postgres',
    data_dir,
    logger,
    db: kysely as unknown as ReadDb,
    read,
    transaction,
    copyOut: (tenant_id, entities) => copyOutPostgres(pool, tenant_id, entities),
    breathe: () => Promise.resolve(),
    close: () => kysely.destroy(),
    of: () => Promise.resolve(store),
    servers: () => [{ name: 'main', open: () => Promise.resolve(store) }],
    place: () => Promise.resolve(store),
  };
  return store;
}
