import { sql, type Kysely } from 'kysely';
import type { Pool } from 'pg';
import type { Database } from '../store/database.ts';
import type { StoreLogger } from '../store/store.ts';

const OLDEST_SERVER = 15;

/** Stronger settings (a standby that must have it too) stay as they are; `reset_val` still tells what the server would have done. */
const COMMIT_DURABLY = `select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'`;

/**
 * On each connection COMMIT returns only when the commit is on the disk, whatever the server, the database or the role has for a default: a
 * push must not be answered before. Call before the pool's first connection; what is asked on one waits for this.
 */
export function commitDurably(pool: Pool, logger: StoreLogger): void {
  pool.on('connect', (client) => {
    client.query(COMMIT_DURABLY).catch((error: unknown) => {
      logger.error({ err: error }, 'a connection to PostgreSQL could not be set to commit durably');
    });
  });
}

interface ServerRow {
  readonly version: string;
  readonly fsync: string;
  readonly commits: string;
  readonly default_commits: string;
  readonly full_page_writes: string;
}

/**
 * Reads back what keeps an acknowledged event through a power cut.
 * @throws Error in plain words when the server is too old or does not keep it
 */
export async function checkServer(db: Kysely<Database>, logger: StoreLogger): Promise<void> {
  const answer = await sql<ServerRow>`
    select current_setting('server_version_num') as version, current_setting('fsync') as fsync,
      current_setting('synchronous_commit') as commits, current_setting('full_page_writes') as full_page_writes,
      (select reset_val from pg_settings where name = 'synchronous_commit') as default_commits`.execute(db);
  const [row] = answer.rows;
  const major = Math.floor(Number(row?.version) / 10_000);
  if (!(major >= OLDEST_SERVER))
    throw new Error(`PostgreSQL ${OLDEST_SERVER} or newer is needed; the server at DATABASE_URL is ${major}.`);
  if (row?.fsync !== 'on' || row.commits === 'off')
    throw new Error(
      `PostgreSQL runs with fsync=${row?.fsync ?? '?'} and synchronous_commit=${row?.commits ?? '?'}; both must be on so that nothing acknowledged is lost.`,
    );
  if (row.default_commits === 'off')
    logger.warn(
      { synchronous_commit: row.default_commits },
      'PostgreSQL commits without waiting for the disk by default; central turns that on for its own connections',
    );
  if (row.full_page_writes !== 'on')
    logger.warn(
      { full_page_writes: row.full_page_writes },
      'PostgreSQL runs with full_page_writes=off: unless the file system writes whole pages, a power cut can damage the database; turn it on',
    );
}
