import { mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { LedgerView } from '@serialbridge/core/ledger';
import type { Cursor, FeedRun } from '@serialbridge/protocol/sync';
import { appender, type AppendedEvent, type AppendRequest } from './append-events.ts';
import { chunkFolder, type ChunkFolder } from './cache/chunk-folder.ts';
import { readCacheState, type CacheState } from './cache/cache-meta.ts';
import { cacheWriter, type CacheChange, type CacheWriter } from './cache/cache-writer.ts';
import { openCacheScan, rangeReader, type CacheScan, type RangeReader } from './cache/cache-scan.ts';
import { changesOf } from './cache/run-writer.ts';
import type { LoaderMode } from './cache/load-runner.ts';
import { ensureCache, openCacheWriter, readEpoch } from './cache/open-cache.ts';
import { discarder, discardLeftOver, folderDiscarder } from './cache/discard-cache.ts';
import { removeStale } from './cache/remove-stale.ts';
import { snapshotLoader, type SnapshotLoader } from './cache/snapshot-loader.ts';
import { forgetLost, keepLost } from './lost/lost-files.ts';
import { lostRecords, type LostRecords } from './lost/lost-records.ts';
import { LIVE_VIEWS } from './live/live-views.ts';
import { overlayKeeper, type FoldEvent } from './live/overlay-keeper.ts';
import { sqliteReadHandle } from './live/sqlite-read-handle.ts';
import { StationView } from './live/station-view.ts';
import { eventLog, type Acknowledgement, type OutboxBatch, type Unsent } from './ops/event-log.ts';
import { beginIncarnation, readHead, type Head } from './ops/head.ts';
import { exportOutbox, type ExportedOutbox, type ExportOptions } from './ops/export-outbox.ts';
import { identityStore, type Identity } from './ops/identity-store.ts';
import { lockFolder } from './ops/lock-folder.ts';
import { noteStore } from './ops/note-store.ts';
import { openOps } from './ops/open-ops.ts';
import { explainOpsError, isSyncFailure, OpsError } from './ops/ops-error.ts';
import { overlayWriter } from './ops/overlay-writer.ts';
import { retention, type Retention } from './ops/retention.ts';
import { signInTries, type SignInTries } from './ops/sign-in-tries.ts';
import { stationKeys, type StationKeys } from './ops/station-keys.ts';
import type { ReadHandle } from './read-handle.ts';
import { sqliteVersion, type Sqlite } from './sqlite.ts';

export interface StationStoreOptions {
  /** Data folder; made if it is not there. */
  readonly dir: string;
  /** A new UUIDv7. */
  readonly newId: () => string;
  /** `applyEvent` of core. */
  readonly fold: FoldEvent;
  /** Where snapshots are loaded; `thread` when left out. */
  readonly loader?: LoaderMode;
}

export interface StationStore {
  readonly dir: string;
  /** Overlay over cache, for rules and the fold. */
  readonly view: LedgerView;
  /** The same for lists. */
  readonly read: ReadHandle;
  /** Of ops.db, as read back: 2 is FULL. */
  readonly synchronous: number;
  readonly sqlite: string;
  /** Why the cache began empty at this start; null: it was whole. */
  readonly cache_was: 'missing' | 'unusable' | null;
  /** Events of the log that could not be folded at start. */
  readonly unfolded: number;

  /** Records events; on the disk when it returns. Throws OpsError (`ops.*`), then nothing is recorded. */
  append(request: AppendRequest): readonly AppendedEvent[];
  head(): Head;
  /** A new chain: this station's history was found to be a copy or a restored backup. */
  beginIncarnation(): Head;

  readIdentity(): Identity | null;
  /** Another station or tenant begins a new incarnation, another tenant also an empty cache. Events of the former one stay. */
  writeIdentity(identity: Identity): void;
  note(name: string): unknown;
  writeNotes(notes: Readonly<Record<string, unknown>>): void;
  readonly tries: SignInTries;

  /** Number of events that central has not acknowledged. */
  backlog(): number;
  unsent(): readonly Unsent[];
  nextUnsent(station_id: string): { readonly incarnation: string; readonly seq: number } | null;
  oldestUnsentAt(): number | null;
  batch(
    incarnation: string,
    after_seq: number,
    limits: { readonly events: number; readonly bytes: number },
  ): OutboxBatch;
  acknowledge(given: Acknowledgement): void;
  /** Central lost what came after `durable_seq`: those events are unsent again. Answers how many. */
  rewind(incarnation: string, durable_seq: number): number;
  /** The cache lies on central's history: what central does not have is not in it and stands in the overlay. */
  overlayUnsent(): void;
  /** Incarnations of this station's events, oldest first. */
  incarnationsOf(station_id: string): readonly string[];
  adoptEpoch(epoch: string): void;
  hashAt(incarnation: string, seq: number): string | null;
  /** The last event of this incarnation; 0: none is here. */
  lastSeq(incarnation: string): number;
  /** Keys of the stations that this computer is or was. */
  readonly keys: StationKeys;
  /** What may go of the acknowledged events. */
  readonly retention: Retention;
  exportOutbox(options: Omit<ExportOptions, 'station_id'>): readonly ExportedOutbox[];

  cacheState(): CacheState;
  setFreshAt(at: number): void;
  /** Changes of whole versions, then the overlay settles. Throws RowError: then nothing changed. */
  applyTail(changes: readonly CacheChange[], next: Cursor): void;
  /** The same for a piece of the feed's lines. */
  applyPiece(runs: readonly FeedRun[], next: Cursor): void;
  /** The cache as it is now, held while others write; it ends when the cache is swapped or the store closed. */
  scanCache(): CacheScan;
  /** The cache as it is at each call. */
  readonly cacheRows: RangeReader['rows'];
  /** What was fetched of a snapshot and is not loaded yet. */
  readonly fetched: ChunkFolder;
  /** Begins to build a fresh cache beside the one in use. One at a time. */
  beginSnapshot(): SnapshotLoader;
  /** Puts the finished one in its place and makes the overlay again. */
  swapSnapshot(): void;
  /** What caches of epochs before a restore of central know and the present one does not. */
  readonly lost: LostRecords;
  /** Folds the pending events again if that was put off. */
  rebase(): void;
  isOverlayStale(): boolean;
  /** An own fact may be missing in it, since a full disk cut its making short: `rebase` is due at once. */
  isOverlayLacking(): boolean;
  overlaidEvents(): number;

  /** Moves the log of ops.db into the file; for idle moments. */
  checkpoint(): void;
  sizes(): { readonly ops_bytes: number; readonly cache_bytes: number };
  close(): void;
}

function sizeOf(path: string): number {
  return ['', '-wal'].reduce(
    (sum, suffix) => sum + (statSync(`${path}${suffix}`, { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}

/**
 * Opens a station's data folder: takes its lock, opens ops.db and cache.db, and makes the overlay again.
 *
 * @throws OpsError with an id that says what is wrong and what to do; nothing was changed then
 */
export function openStationStore({ dir, newId, fold, loader = 'thread' }: StationStoreOptions): StationStore {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw explainOpsError(error, dir);
  }
  const opsPath = join(dir, 'ops.db');
  const cachePath = join(dir, 'cache.db');
  const nextPath = join(dir, 'cache.next.db');
  const fetchedPath = join(dir, 'cache.next');
  const fetched = chunkFolder(fetchedPath, folderDiscarder(loader));
  const discard = discarder(loader);
  const lock = lockFolder(dir);
  let db: Sqlite | null = null;
  let cacheDb: Sqlite | null = null;
  try {
    const opened = openOps(opsPath);
    const ops = opened.db;
    db = ops;
    discardLeftOver(dir);
    const cache_was = ensureCache(cachePath, nextPath);
    const attach = (): void => {
      ops.prepare('ATTACH DATABASE ? AS cache').run(cachePath);
      ops.pragma('cache.cache_size = -65536');
    };
    attach();
    ops.exec(LIVE_VIEWS);
    cacheDb = openCacheWriter(cachePath);
    let writer: CacheWriter = cacheWriter(cacheDb);
    let state = readCacheState(cacheDb);
    removeStale(fetched, state.cursor);

    const view = new StationView(ops);
    const log = eventLog(ops);
    const keeper = overlayKeeper(ops, log, overlayWriter(ops), view, fold);
    const notes = noteStore(ops);
    const identity = identityStore(ops);
    const keys = stationKeys(ops);
    const kept = retention(ops);
    const appendNow = appender(ops, log, keeper, notes, newId);
    let head = readHead(ops, opened.file_id, newId);
    let broken: unknown = null;

    /** A rebuild that a full disk cut short; until it is done the overlay may lack what the cache does not show. */
    let isRebuildDue = false;
    /** `fresh`: the cache is not the one that stood here before. */
    const rebuild = (fresh: boolean): number => {
      isRebuildDue = true;
      const { cursor } = state;
      if (fresh || cursor === null) log.overlayUnsent();
      if (cursor !== null) {
        const reached = log.reached(cursor.epoch, cursor.version);
        if (reached.length > 0) log.release(reached);
        // A power cut can take the cache's last commits (NORMAL), not those of ops.db: it may show less than when these were released.
        log.overlayBeyond(cursor);
      }
      const unfoldable = keeper.rebuild();
      isRebuildDue = false;
      return unfoldable;
    };
    /** After a swap. What the cache before showed, or was thought to, and this one does not must be folded at once; else that may wait. */
    const rebuildAfterSwap = (): void => {
      isRebuildDue = true;
      const { cursor } = state;
      const uncovered = log.overlayUnsent() + (cursor === null ? 0 : log.overlayBeyond(cursor));
      if (cursor === null || uncovered > 0 || !keeper.putOff()) rebuild(true);
      isRebuildDue = false;
    };
    const settle = (...given: Parameters<typeof keeper.settle>): void => {
      if (isRebuildDue) rebuild(true);
      else keeper.settle(...given);
    };
    const unfolded = rebuild(false);
    let backlog = log.countUnsent();
    const countBacklog = (): void => {
      backlog = log.countUnsent();
    };
    const lost = lostRecords({ dir, cachePath, discard }, () => state.cursor?.epoch);
    let scan: CacheScan | null = null;
    const swapTo = (put: () => void): void => {
      lost.close();
      scan?.close();
      cacheDb?.close();
      ops.exec('DETACH DATABASE cache');
      try {
        put();
      } finally {
        ensureCache(cachePath, nextPath);
        attach();
        cacheDb = openCacheWriter(cachePath);
        writer = cacheWriter(cacheDb);
        state = readCacheState(cacheDb);
      }
      rebuildAfterSwap();
    };
    const writing = <T>(work: () => T): T => {
      try {
        return work();
      } catch (error) {
        throw explainOpsError(error, opsPath);
      }
    };

    return {
      dir,
      view,
      read: sqliteReadHandle(ops),
      synchronous: opened.synchronous,
      sqlite: sqliteVersion(ops),
      cache_was,
      unfolded,
      append: (request) => {
        if (broken !== null)
          throw new OpsError(
            'ops.unwritable',
            { path: opsPath, reason: 'an earlier write failed; restart the station' },
            broken,
          );
        try {
          if (isRebuildDue) rebuild(true);
          const done = appendNow(request, head);
          head = done.head;
          backlog += done.appended.length;
          return done.appended;
        } catch (error) {
          // After a failed sync nobody knows what is on the disk until the file is read again.
          if (isSyncFailure(error)) broken = error;
          throw explainOpsError(error, opsPath);
        }
      },
      head: () => head,
      beginIncarnation: () => {
        head = writing(() => beginIncarnation(ops, newId(), opened.file_id));
        return head;
      },
      readIdentity: () => identity.read(),
      writeIdentity: (next) => {
        const before = identity.read();
        writing(() => identity.write(next));
        if (before !== null && before.station_id !== next.station_id)
          head = beginIncarnation(ops, newId(), opened.file_id);
        if (before !== null && before.tenant_id !== next.tenant_id) {
          fetched.remove();
          swapTo(() => void discard(cachePath));
          forgetLost(dir, discard);
        }
      },
      note: (name) => notes.read(name),
      writeNotes: (given) => writing(() => notes.write(given)),
      tries: signInTries(ops),
      backlog: () => backlog,
      unsent: () => log.unsent(),
      nextUnsent: (station_id) => log.nextUnsent(station_id),
      oldestUnsentAt: () => log.oldestUnsentAt(),
      batch: (incarnation, after_seq, limits) => log.batch(incarnation, after_seq, limits),
      acknowledge: (given) => {
        writing(() => log.acknowledge(given));
        countBacklog();
        // The cache may have come to that version before central's answer was written: no later pull need come to let go of them.
        const { cursor } = state;
        if (cursor?.epoch === given.epoch && cursor.version >= given.version) writing(() => settle(cursor, []));
      },
      rewind: (incarnation, durable_seq) => {
        const count = writing(() => log.rewind(incarnation, durable_seq, state.cursor));
        countBacklog();
        return count;
      },
      overlayUnsent: () => {
        if (writing(() => log.overlayUnsent()) > 0) rebuild(false);
      },
      incarnationsOf: (station_id) => log.incarnationsOf(station_id),
      adoptEpoch: (epoch) => writing(() => log.adoptEpoch(epoch)),
      hashAt: (incarnation, seq) => log.hashAt(incarnation, seq),
      lastSeq: (incarnation) => log.lastSeq(incarnation),
      keys,
      retention: kept,
      exportOutbox: (given) =>
        exportOutbox(log, keys, kept, { ...given, station_id: identity.read()?.station_id ?? null }),
      cacheState: () => state,
      setFreshAt: (at) => {
        state = { ...state, fresh_at: at };
        writer.setFreshAt(at);
      },
      applyTail: (changes, next) => {
        writer.applyTail(changes, next);
        state = { ...state, cursor: next };
        writing(() => settle(next, changes));
      },
      applyPiece: (runs, next) => {
        writer.applyRuns(runs, next);
        state = { ...state, cursor: next };
        // Without pending events nobody asks which rows they were.
        if (isRebuildDue || keeper.count() > 0) writing(() => settle(next, changesOf(runs)));
      },
      scanCache: () => {
        scan?.close();
        scan = openCacheScan(cachePath);
        return scan;
      },
      cacheRows: (...asked) => rangeReader(cacheDb ?? ops).rows(...asked),
      fetched,
      beginSnapshot: () =>
        snapshotLoader({ path: nextPath, in_use: cachePath, chunk_dir: fetchedPath }, loader, discard),
      swapSnapshot: () =>
        swapTo(() => {
          const before = state.cursor?.epoch;
          // Another epoch: central was restored, and what it lost of its own this cache may be the last to know.
          if (before !== undefined && before !== readEpoch(nextPath)) keepLost(dir, cachePath, before);
          else void discard(cachePath);
          renameSync(nextPath, cachePath);
        }),
      lost,
      rebase: () => {
        if (isRebuildDue || keeper.isStale()) rebuild(isRebuildDue);
      },
      isOverlayStale: () => isRebuildDue || keeper.isStale(),
      isOverlayLacking: () => isRebuildDue,
      overlaidEvents: () => keeper.count(),
      checkpoint: () => {
        ops.pragma('main.wal_checkpoint(PASSIVE)');
      },
      sizes: () => ({ ops_bytes: sizeOf(opsPath), cache_bytes: sizeOf(cachePath) }),
      close: () => {
        lost.close();
        scan?.close();
        cacheDb?.close();
        ops.close();
        lock.release();
      },
    };
  } catch (error) {
    cacheDb?.close();
    db?.close();
    lock.release();
    throw explainOpsError(error, opsPath);
  }
}
