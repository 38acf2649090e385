import { mkdirSync } from 'node:fs';
import { CompiledQuery, Kysely, PostgresDialect } from 'kysely';
import { Pool, types } from 'pg';
import type { AnyRow } from '@serialbridge/core/model';
import type { Database } from '../store/database.ts';
import { runMigrations } from '../migrations/run-migrations.ts';
import { withRetry } from '../store/database-away.ts';
import type { ReadDb, ReadTx, Store, StoreLogger, WriteTx } from '../store/store.ts';
import { copyOutPostgres } from './copy-out-postgres.ts';
import { checkServer, commitDurably } from './durable-commits.ts';
import { PostgresBulkReader, type RunSql } from './postgres-bulk.ts';
import { writeTransaction } from './write-transaction.ts';

const INT8 = 20;
const POOL = 10;
/**
 * A station waits 30 s for an answer. A push that stands behind another session's lock gives up before that, and so does one that waits
 * for a connection: the station is asked to come again, and nothing piles up. A statement has as long as the largest page of work may take
 * on a slow disk; one that copies a whole table, or a step of the schema, has no limit.
 */
const LOCK_MS = 8_000;
const CONNECTION_MS = 8_000;
const STATEMENT_MS = 120_000;
/** A central that hangs in the middle of a transaction must not keep the tenant's lock from another one. */
const IDLE_MS = 60_000;
/** A tenant's writers wait for each other, so that more would only wait. */
const WRITERS = 5;

/** int8 is how every count and instant is stored; all of them fit a number, and one that does not must not be rounded silently. */
function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} from the database does not fit a number`);
  return value;
}

const getTypeParser = ((oid: number, format?: 'text' | 'binary') =>
  oid === INT8 && format !== 'binary' ? parseInt8 : types.getTypeParser(oid, format)) as typeof types.getTypeParser;

/** PostgreSQL 15 or newer at `database_url`; several processes may share it. */
export async function openPostgresStore(database_url: string, data_dir: string, logger: StoreLogger): Promise<Store> {
  mkdirSync(data_dir, { recursive: true });
  const settings = {
    connectionString: database_url,
    types: { getTypeParser },
    keepAlive: true,
    connectionTimeoutMillis: CONNECTION_MS,
    lock_timeout: LOCK_MS,
    statement_timeout: STATEMENT_MS,
    idle_in_transaction_session_timeout: IDLE_MS,
  };
  const pool = new Pool({ ...settings, max: POOL });
  // Their statements go out without waiting for the answers before (see write-transaction.ts); a COPY could not share such a connection.
  const writers = new Pool({ ...settings, max: WRITERS, pipeline: true });
  for (const one of [pool, writers]) {
    commitDurably(one, logger);
    // The pool listens to idle connections only; one that breaks while it is lent out would end the process. Its statement fails anyhow.
    one.on('connect', (client) => {
      client.on('error', () => undefined);
    });
    one.on('error', (error) => {
      logger.warn({ err: error }, 'an idle connection to PostgreSQL broke');
    });
  }
  const kysely = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  try {
    await checkServer(kysely, logger);
    await runMigrations(kysely, 'postgres', logger);
  } catch (error) {
    await Promise.all([kysely.destroy(), writers.end()]);
    throw error;
  }

  const read = <T>(work: (tx: ReadTx) => Promise<T>): Promise<T> =>
    kysely
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute((trx) => {
        const run: RunSql = async (text, parameters) => {
          const { rows } = await trx.executeQuery<AnyRow>(CompiledQuery.raw(text, [...parameters]));
          return rows;
        };
        return work({ db: trx as unknown as ReadDb, bulk: new PostgresBulkReader(run) });
      });

  // READ COMMITTED: after the tenant is locked every statement sees all that was committed under the lock before, and no writer of the tenant runs beside.
  const transaction = <T>(work: (tx: WriteTx) => Promise<T>): Promise<T> =>
    withRetry(
      () => writeTransaction(writers, work),
      (error, tries) => {
        logger.warn({ err: error, tries }, 'the transaction must run again');
      },
    );

  return {
    engine: 'postgres',
    data_dir,
    logger,
    db: kysely as unknown as ReadDb,
    read,
    transaction,
    copyOut: (tenant_id, entities, warehouse_id) => copyOutPostgres(pool, tenant_id, entities, warehouse_id),
    breathe: () => Promise.resolve(),
    close: async () => {
      await Promise.all([kysely.destroy(), writers.end()]);
    },
  };
}
