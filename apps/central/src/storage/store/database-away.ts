import { setTimeout as sleep } from 'node:timers/promises';

/** PostgreSQL: serialisation failure, deadlock. SQLite: another process writes. None of them left anything behind. */
const PASSING = new Set([
  '40001',
  '40P01',
  'SQLITE_BUSY',
  'SQLITE_BUSY_SNAPSHOT',
  'SQLITE_BUSY_RECOVERY',
  'SQLITE_BUSY_TIMEOUT',
]);
const MAX_TRIES = 8;
const FIRST_WAIT_MS = 5;

function isPassing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && PASSING.has(error.code);
}

/** Runs `work` again while it fails for a reason that passes; events carry ids, so that a second run records nothing twice. */
export async function withRetry<T>(
  work: () => Promise<T>,
  onRetry: (error: unknown, tries: number) => void,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isPassing(error) || tries >= MAX_TRIES) throw error;
      onRetry(error, tries);
      await sleep(FIRST_WAIT_MS * 2 ** tries);
    }
  }
}

/**
 * SQLSTATE classes and codes of a server that cannot serve now: connection (08), resources (53), shut down or starting (57P), a statement
 * or a lock that took too long (57014, 55P03), a transaction ended for idling (25P03), a database dropped to be restored (3D000), a
 * standby that does not write (25006).
 */
const AWAY = /^(?:08|53|57P)|^(?:57014|55P03|25P03|3D000|25006)$/u;
const NETWORK = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
]);
/** What the driver says without a code. */
const BROKEN =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed|Cannot use a pool after)/u;

/**
 * The database could not do it now, and nothing says that it never will: whoever asked may ask again. Of a commit whose answer was lost
 * nobody knows the outcome: what is sent again must carry ids.
 */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError) return error.errors.some(isDatabaseAway);
  if (isPassing(error) || BROKEN.test(error.message)) return true;
  return 'code' in error && typeof error.code === 'string' && (AWAY.test(error.code) || NETWORK.has(error.code));
}
