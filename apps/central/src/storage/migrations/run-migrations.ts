import { sql, type Kysely, type Transaction } from 'kysely';
import type { Database } from '../store/database.ts';
import type { Store, StoreLogger } from '../store/store.ts';
import { MIGRATIONS } from './index.ts';
import { forEngine } from './ddl.ts';

/** The first step of the schema as it was before it began afresh at version 1. */
const BEFORE_VERSION_1 = '0010-tenants-and-heads';

const names = async (db: Transaction<Database>): Promise<string[]> => {
  const found = await sql<{ name: string }>`select name from migration order by name`.execute(db);
  return found.rows.map((row) => row.name);
};

/** Of two sessions that make the same table at once, "if not exists" or not, PostgreSQL refuses one with one of these. */
const MADE_MEANWHILE: ReadonlySet<unknown> = new Set(['23505', '42710', '42P07']);

async function makeMigrationTable(db: Kysely<Database>, engine: Store['engine']): Promise<void> {
  const whole = sql.raw(engine === 'sqlite' ? 'integer' : 'bigint');
  try {
    await sql`create table if not exists migration (name text primary key, applied_at ${whole} not null)`.execute(db);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && MADE_MEANWHILE.has(error.code))) throw error;
  }
}

/**
 * Brings the schema up to date, all steps in one transaction. Refuses a database that has steps this software does not know: a newer
 * version has used it, and writing with an older one could lose what the newer one keeps.
 */
export async function runMigrations(db: Kysely<Database>, engine: Store['engine'], logger: StoreLogger): Promise<void> {
  await makeMigrationTable(db, engine);
  await db.transaction().execute(async (tx) => {
    // Two processes that start at once: the second waits here and then finds nothing left to do. SQLite began IMMEDIATE.
    if (engine === 'postgres')
      await sql`select set_config('lock_timeout', '0', true), set_config('statement_timeout', '0', true)`.execute(tx);
    if (engine === 'postgres') await sql`lock table migration in access exclusive mode`.execute(tx);
    const known = new Set(MIGRATIONS.map((step) => step.name));
    const done = await names(tx);
    if (done.includes(BEFORE_VERSION_1))
      throw new Error(
        'The database is of a version before 1 of this software, which cannot be read any more; start with an empty database. Nothing in it was changed.',
      );
    const foreign = done.filter((name) => !known.has(name));
    if (foreign.length > 0) {
      throw new Error(
        `The database was used by a newer version of this software (it has ${foreign.join(', ')}); update this one.`,
      );
    }
    for (const step of MIGRATIONS.filter((migration) => !done.includes(migration.name))) {
      for (const statement of step.statements) await sql.raw(forEngine(engine, statement)).execute(tx);
      await sql`insert into migration (name, applied_at) values (${step.name}, ${Date.now()})`.execute(tx);
      logger.info({ migration: step.name }, 'schema step applied');
    }
  });
}
