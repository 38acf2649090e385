import { rmSync } from 'node:fs';

/** Deletes a disposable database with its companions. Only ever called for cache.db and what is being built to replace it. */
export function removeCache(path: string): void {
  for (const suffix of ['-wal', '-shm', '-journal', '']) rmSync(`${path}${suffix}`, { force: true });
}

/** Deletes a folder of fetched chunks, in the calling thread. */
export const removeFolder = (dir: string): void => rmSync(dir, { recursive: true, force: true });
