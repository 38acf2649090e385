import { readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { removeCopy } from '../copy/remove-copy.ts';

/** A cache of an earlier epoch that is kept until central has been told what it alone knows. Disposable as every cache. */
const NAME = /^cache\.lost-([0-9a-f-]{36})\.db$/u;

export function lostFiles(dir: string): string[] {
  return readdirSync(dir)
    .filter((name) => NAME.test(name))
    .toSorted()
    .map((name) => join(dir, name));
}

/** Puts a closed cache aside. One of the same epoch that still stands there is older: it goes. */
export function keepLost(dir: string, copyPath: string, epoch: string): void {
  const path = join(dir, `cache.lost-${epoch}.db`);
  removeCopy(path);
  // A database that was closed has no log beside it; one that has is read with it.
  renameSync(copyPath, path);
  removeCopy(copyPath);
}

export function forgetLost(dir: string): void {
  for (const path of lostFiles(dir)) removeCopy(path);
}
