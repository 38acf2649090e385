import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { SnapshotManifest, type Cursor, type FeedRun, type Witness } from '@serialbridge/protocol/sync';
import type { Sqlite } from '../sqlite.ts';
import { cacheWriter, type CacheWriter } from './apply-runs.ts';
import { openCacheScan, rangeReader, type CacheScan, type RangeReader } from './cache-scan.ts';
import { chunkFolder, type ChunkFolder } from './chunk-folder.ts';
import { discarder, discardLeftOver, folderDiscarder, type LoaderMode } from './discard-cache.ts';
import { forgetLost, keepLost } from './lost-files.ts';
import { lostRecords, type LostRecords } from './lost-records.ts';
import { ensureCache, openCacheWriter, readCacheState, readEpoch, readWitness, type CacheState } from './open-cache.ts';
import { snapshotLoader, type SnapshotLoader } from './snapshot-loader.ts';

/** Central's data at this station. */
export interface StationCache {
  /** Why it began empty at this start; null: it was whole. */
  readonly was: 'missing' | 'unusable' | null;
  state(): CacheState;
  setFreshAt(at: number): void;
  /** The last version that central signed for this station; null: none that this cache knows of. */
  witness(): Witness | null;
  keepWitness(witness: Witness): void;
  /**
   * Applies runs of the feed that end at a whole version. `signature`: central's word that it showed `next`, where it gave one. Throws RowError:
   * then nothing changed.
   */
  apply(runs: readonly FeedRun[], next: Cursor, signature?: string | null): void;
  /** As it is now, held while others write; it ends when the cache is swapped or the store closed. */
  scan(): CacheScan;
  /** As it is at each call. */
  readonly rows: RangeReader['rows'];
  /** What was fetched of a snapshot and is not loaded yet. */
  readonly fetched: ChunkFolder;
  /** Begins to build a fresh cache beside the one in use. One at a time. */
  beginSnapshot(): SnapshotLoader;
  /** Puts the finished one in its place. */
  swapSnapshot(): void;
}

export interface CacheKeeper extends StationCache {
  readonly path: string;
  /** What caches of epochs before a restore of central know and the present one does not. */
  readonly lost: LostRecords;
  /** Another tenant's data comes: begins empty, and forgets what was fetched or put aside. */
  begin(): void;
  close(): void;
}

/** Opens the cache of a data folder and attaches it to the station's connection, as `cache`. */
export function openStationCache(dir: string, ops: Sqlite, loader: LoaderMode): CacheKeeper {
  const path = join(dir, 'cache.db');
  const nextPath = join(dir, 'cache.next.db');
  const fetchedPath = join(dir, 'cache.next');
  const discard = discarder(loader);
  const fetched = chunkFolder(fetchedPath, folderDiscarder(loader));
  discardLeftOver(dir);
  const was = ensureCache(path, nextPath);

  interface Open {
    readonly db: Sqlite;
    readonly writer: CacheWriter;
    state: CacheState;
  }
  const open = (): Open => {
    ops.prepare('ATTACH DATABASE ? AS cache').run(path);
    ops.pragma('cache.cache_size = -65536');
    const db = openCacheWriter(path);
    return { db, writer: cacheWriter(db), state: readCacheState(db) };
  };
  let now = open();
  let scan: CacheScan | null = null;
  const lost = lostRecords({ dir, cachePath: path, discard }, () => now.state.cursor?.epoch);

  // Of no use: no manifest, or of a snapshot that the cache has reached; the host ended between the swap and the clearing up.
  const manifest = SnapshotManifest.safeParse(fetched.manifest()).data;
  const { cursor } = now.state;
  if (manifest === undefined || (cursor?.epoch === manifest.at.epoch && cursor.version >= manifest.at.version))
    fetched.remove();

  /**
   * Puts another file in the cache's place. Everything that has the old file open is closed first: SQLite keeps part of it in the log beside it
   * (`-wal`), and a log that stayed behind would be taken for the new file's, whose pages it would damage. Then the old file leaves its name,
   * then the new one takes it. A kill between these two leaves no cache.db and a complete cache.next.db, which the next start takes
   * (`ensureCache`). Whatever fails, a usable cache stands there afterwards, if only an empty one, and all handles are on it again. This is
   * one step of the event loop, so no scan sees a station without a cache. The caller makes the overlay again at once (overlay.ts), before
   * a scan is judged by the old overlay over the new cache.
   */
  const swap = (put: () => void): void => {
    lost.close();
    scan?.close();
    now.db.close();
    ops.exec('DETACH DATABASE cache');
    try {
      put();
    } finally {
      ensureCache(path, nextPath);
      now = open();
    }
  };

  return {
    path,
    was,
    lost,
    fetched,
    state: () => now.state,
    setFreshAt: (fresh_at) => {
      now.state = { ...now.state, fresh_at };
      now.writer.setFreshAt(fresh_at);
    },
    witness: () => readWitness(now.db) ?? null,
    keepWitness: (witness) => now.writer.keepWitness(witness),
    apply: (runs, next, signature = null) => {
      now.writer.apply(runs, next, signature);
      now.state = { ...now.state, cursor: next };
    },
    scan: () => {
      scan?.close();
      scan = openCacheScan(path);
      return scan;
    },
    rows: (...asked) => rangeReader(now.db).rows(...asked),
    beginSnapshot: () => snapshotLoader({ path: nextPath, chunk_dir: fetchedPath }, loader, discard),
    swapSnapshot: () => {
      const before = now.state.cursor?.epoch;
      swap(() => {
        // Another epoch: central was restored. This cache may be the last one that knows central's own lost records.
        if (before !== undefined && before !== readEpoch(nextPath)) keepLost(dir, path, before);
        else void discard(path);
        renameSync(nextPath, path);
      });
    },
    begin: () => {
      fetched.remove();
      swap(() => void discard(path));
      forgetLost(dir, discard);
    },
    close: () => {
      lost.close();
      scan?.close();
      now.db.close();
    },
  };
}
