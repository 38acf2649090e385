import { readdirSync, renameSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Where a snapshot is loaded and files are deleted: in a thread of its own, so that scans never wait for it, or in the calling thread, for a run that must
 * be the same each time.
 */
export type LoaderMode = 'thread' | 'inline';

/** Deletes a disposable database with its companions. Only ever called for cache.db and what is being built to replace it. */
export function removeCache(path: string): void {
  for (const suffix of ['-wal', '-shm', '-journal', '']) rmSync(`${path}${suffix}`, { force: true });
}

/** Deletes a folder of fetched chunks, in the calling thread. */
export const removeFolder = (dir: string): void => rmSync(dir, { recursive: true, force: true });

const GONE = '.db.gone';
const FOLDER_GONE = '.folder.gone';

/** Deletes a disposable database. Its name is free when this returns. The promise resolves when the file itself has gone, and never rejects. */
export type DiscardCache = (path: string) => Promise<void>;

const removeGone = (path: string): Promise<void> =>
  // Whatever holds the file still (a virus scanner) has released it by the next start.
  rm(path, { force: true, recursive: true }).catch(() => undefined);

/**
 * The system takes half a second to delete a file of some gigabytes, and no scan would be answered meanwhile. So the file is renamed at once and deleted aside.
 * Inline it is deleted in the calling thread, for a run that must be the same each time.
 */
export function discarder(mode: LoaderMode): DiscardCache {
  if (mode === 'inline') {
    return (path) => {
      removeCache(path);
      return Promise.resolve();
    };
  }
  return (path) => {
    const gone = path.replace(/\.db$/u, GONE);
    try {
      renameSync(path, gone);
    } catch {
      // It is not there, or can't be renamed: then it is deleted where it lies.
    }
    removeCache(path);
    return removeGone(gone);
  };
}

/** The same for a folder of fetched chunks. */
export function folderDiscarder(mode: LoaderMode): (dir: string) => void {
  if (mode === 'inline') return removeFolder;
  return (dir) => {
    const gone = `${dir}${FOLDER_GONE}`;
    try {
      renameSync(dir, gone);
    } catch {
      // It is not there, or the one before it is being deleted still.
      removeFolder(dir);
      return;
    }
    void removeGone(gone);
  };
}

/** Deletes what an earlier host had not deleted before it ended. */
export function discardLeftOver(dir: string): void {
  for (const name of readdirSync(dir))
    if (name.endsWith(GONE) || name.endsWith(FOLDER_GONE)) void removeGone(join(dir, name));
}
