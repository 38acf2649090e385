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

export function isPassing(error: unknown): boolean {
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
