import { open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** A breath between two: what a scan has to bring to the disk goes first. */
const PAUSE_MS = 20;

/**
 * Sends what another thread writes into a file to the disk as it goes, until told to stop: an index of ten million rows is written in one statement, and
 * all of it at once at the end keeps the disk from everybody else for a fifth of a second. Only for a file that no other program has open: closing a
 * handle takes all of the process's locks on it. What can't be synced here its writer notices by itself.
 */
export function syncSteadily(path: string): { stop(): Promise<void> } {
  const stopped = new AbortController();
  const work = async (): Promise<void> => {
    const file = await open(path, 'r+');
    try {
      while (!stopped.signal.aborted) {
        await file.datasync();
        await sleep(PAUSE_MS);
      }
    } finally {
      await file.close();
    }
  };
  const working = work().catch(() => undefined);
  return {
    stop: async () => {
      stopped.abort();
      await working;
    },
  };
}
