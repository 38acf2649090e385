import { existsSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { removeCache, type DiscardCache } from './discard-cache.ts';

/**
 * A cache of an earlier epoch. What it alone knows is reported to central. It is kept after that, because a central that is restored once more
 * knows nothing of the reports. The file's name says how far the reporting is: `cache.lost-<n>-<epoch>.db`, then `….reported-<epoch>.db` or `….unreadable.db`.
 */
const NAME = /^(cache\.lost-(\d+)-[0-9a-f-]{36})(?:\.(?:reported-([0-9a-f-]{36})|(unreadable)))?\.db$/u;
/** How many are kept of the reported ones, and of the unreadable ones: each may be as large as the cache. */
const KEPT = 2;

export interface LostFile {
  readonly path: string;
  /** The path without the part of the name that says how far it is. */
  readonly stem: string;
  /** Counts up as caches are put aside. */
  readonly nth: number;
  /** The epoch in which it was reported; null: in none yet. */
  readonly reported_in: string | null;
  readonly unreadable: boolean;
}

/** Oldest first, so that what a later cache says of a record comes after what an earlier one says. */
export function lostFiles(dir: string): LostFile[] {
  return readdirSync(dir)
    .flatMap((name) => {
      const found = NAME.exec(name);
      if (found === null) return [];
      const [, stem = '', nth, reported_in = null, unreadable] = found;
      return [
        {
          path: join(dir, name),
          stem: join(dir, stem),
          nth: Number(nth),
          reported_in,
          unreadable: unreadable !== undefined,
        },
      ];
    })
    .toSorted((a, b) => a.nth - b.nth);
}

/** Puts a closed cache aside. It never replaces one that was put aside before. */
export function keepLost(dir: string, cachePath: string, epoch: string): void {
  const nth = (lostFiles(dir).at(-1)?.nth ?? 0) + 1;
  // A database that was closed has no log beside it.
  renameSync(cachePath, join(dir, `cache.lost-${nth}-${epoch}.db`));
  removeCache(cachePath);
}

/** Says by its name how far a closed file is. It was only read: what stands beside it holds nothing. */
function mark({ path, stem }: LostFile, as: string): void {
  if (!existsSync(path)) return;
  renameSync(path, `${stem}.${as}.db`);
  removeCache(path);
}

export function markReported(file: LostFile, epoch: string): void {
  mark(file, `reported-${epoch}`);
}

/** Damaged, or of a shape that is no longer known: it is not read again, and kept for a person. */
export function markUnreadable(file: LostFile): void {
  mark(file, 'unreadable');
}

/** Drops the oldest of those that need not be reported any more. Call only when none is due. */
export function dropOldLost(dir: string, discard: DiscardCache): void {
  for (const unreadable of [true, false]) {
    const files = lostFiles(dir).filter((file) => file.unreadable === unreadable);
    for (const { path } of files.slice(0, Math.max(0, files.length - KEPT))) void discard(path);
  }
}

export function forgetLost(dir: string, discard: DiscardCache): void {
  for (const { path } of lostFiles(dir)) void discard(path);
}
