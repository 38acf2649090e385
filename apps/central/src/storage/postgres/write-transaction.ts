import { Kysely, PostgresDialect, sql, type PostgresPoolClient } from 'kysely';
import type { Pool, PoolClient, QueryResult } from 'pg';
import type { AnyRow } from '@serialbridge/core/model';
import type { Database } from '../store/database.ts';
import type { WriteTx } from '../store/store.ts';
import { PostgresBulkWriter, type RunSql } from './postgres-bulk.ts';

/** Names of statements that a connection keeps; the same few dozen texts for ever. What is beyond is sent whole each time. */
const MOST_NAMED = 300;
const named = new Map<string, string>();

function nameOf(text: string): string | undefined {
  const known = named.get(text);
  if (known !== undefined || named.size >= MOST_NAMED) return known;
  const name = `sb_${named.size + 1}`;
  named.set(text, name);
  return name;
}

/**
 * Sends a statement. Inserts are prepared once a connection: the server takes as long to understand a wide one as to run it over a hundred rows. Reads
 * are planned anew each time: a plan made over an empty table would stay when it has grown.
 */
function send(
  client: PoolClient,
  text: string,
  values: readonly unknown[],
  prepare: boolean,
): Promise<QueryResult<AnyRow>> {
  const name = prepare ? nameOf(text) : undefined;
  return client.query<AnyRow>({ text, values: [...values], ...(name === undefined ? {} : { name }) });
}

/** Everything in a writing transaction is looked up by key, so that no plan that walks a table is ever right. */
const BY_KEY = 'set local enable_seqscan = off; set local jit = off';

/**
 * One READ COMMITTED transaction. Its bulk statements go to the connection at once, without waiting for those before (pipelining): whoever has several that
 * don't need each other's answers awaits them together. The server runs them in the order in which they were asked for.
 */
export async function writeTransaction<T>(pool: Pool, work: (tx: WriteTx) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  const run: RunSql = async (text, parameters, writes) => (await send(client, text, parameters, writes)).rows;
  const only = {
    query: (text: string, values: readonly unknown[]) => send(client, text, values, /^insert/iu.test(text)),
    release: (error?: Error | boolean) => client.release(error),
  } as unknown as PostgresPoolClient;
  const kysely = new Kysely<Database>({
    dialect: new PostgresDialect({
      pool: { connect: () => Promise.resolve(only), end: () => Promise.resolve(), options: {} },
    }),
  });
  return kysely
    .transaction()
    .setIsolationLevel('read committed')
    .execute(async (trx) => {
      const byKey = client.query(BY_KEY);
      const [done] = await Promise.all([
        work({
          db: trx,
          bulk: new PostgresBulkWriter(run),
          lockTenant: (tenant_id) =>
            trx.selectFrom('tenant_head').selectAll().where('tenant_id', '=', tenant_id).forUpdate().executeTakeFirst(),
          // Readers go on; only another that would make a tenant waits.
          lockTenants: async () => {
            await sql`lock table tenant in share row exclusive mode`.execute(trx);
          },
        }),
        byKey,
      ]);
      return done;
    });
}
