import { DiskFull, type SnapshotLoader, type StationStore } from '@serialbridge/cache';
import { SnapshotManifest, type SnapshotChunk, type SyncStatus } from '@serialbridge/protocol';
import { CentralError } from './central-error.ts';
import type { CentralClient } from './central-client.ts';

export interface SnapshotPull {
  /**
   * One part: a chunk fetched and handed to the loader, or word that there is no more yet. `loaded`: it was swapped in. `disk-full`: this computer has no
   * room for it; the cache in use stays. Rejects with CentralError; what was fetched stays, and the next call goes on from there.
   */
  step(central: CentralClient, signal: AbortSignal): Promise<'part' | 'loaded' | 'disk-full'>;
  progress(): SyncStatus['pull'];
  /** Gives the half-built cache up and keeps what was fetched: the next step goes on with it, also after a restart. */
  abandon(): Promise<void>;
  /** Gives up a snapshot of another epoch, since it is of a history that central no longer has. */
  keepOnly(epoch: string): Promise<void>;
}

/** Chunks that the loader has and has not loaded yet. These and the one on its way are all that is in memory. */
const LOADING_AT_ONCE = 2;

interface UnderWay {
  manifest: SnapshotManifest;
  readonly loader: SnapshotLoader;
  /** Chunks before this one were handed to the loader. */
  next: number;
  /** Numbers of chunks that were handed over and turned out damaged. */
  readonly again: number[];
  /** What the loader has to do. */
  readonly loading: Promise<void>[];
  rows: number;
  bytes: number;
  /** The following chunk, on its way while this one is loaded. A signal of its own: a step's signal ends with the step. */
  ahead: {
    readonly chunk: number;
    readonly bytes: Promise<Buffer<ArrayBuffer>>;
    readonly ended: AbortController;
  } | null;
}

const sumOf = (chunks: readonly SnapshotChunk[], of: 'rows' | 'bytes'): number =>
  chunks.reduce((sum, chunk) => sum + chunk[of], 0);

/**
 * The snapshot that was being fetched when the station ended, if central still has it in the same shape. `epoch`: central's epoch now; null: not known
 * yet. A snapshot of another epoch lacks what central has acknowledged since, though central may still have its files.
 */
async function resumed(
  { cache: { fetched } }: StationStore,
  central: CentralClient,
  signal: AbortSignal,
  epoch: string | null,
): Promise<SnapshotManifest | null> {
  const kept = SnapshotManifest.safeParse(fetched.manifest()).data;
  if (kept === undefined || (epoch !== null && kept.at.epoch !== epoch)) return null;
  try {
    const manifest = await central.manifest({ snapshot_id: kept.snapshot_id }, signal);
    return manifest.at.hash === kept.at.hash && manifest.schema_id === kept.schema_id ? manifest : null;
  } catch (error) {
    if (error instanceof CentralError && error.status === 404) return null;
    throw error;
  }
}

/** Pulls a snapshot chunk by chunk into a fresh cache beside the one in use, then swaps it in. */
export function snapshotPull(store: StationStore): SnapshotPull {
  const { fetched } = store.cache;
  let now: UnderWay | null = null;
  let present: string | null = null;
  let ending: Promise<void> = Promise.resolve();

  const abandon = (): Promise<void> => {
    const given = now;
    now = null;
    if (given !== null) {
      given.ahead?.ended.abort();
      ending = given.loader.abandon();
    }
    return ending;
  };

  const begin = async (central: CentralClient, signal: AbortSignal): Promise<void> => {
    await ending;
    const manifest = (await resumed(store, central, signal, present)) ?? (await central.snapshot({}, signal));
    fetched.keepManifest(manifest);
    if (manifest.complete) fetched.retain(new Set(manifest.chunks.map(({ sha256 }) => sha256)));
    now = {
      manifest,
      loader: store.cache.beginSnapshot(),
      next: 0,
      again: [],
      loading: [],
      rows: 0,
      bytes: 0,
      ahead: null,
    };
  };

  const fetchAhead = (central: CentralClient, pull: UnderWay): void => {
    const chunk = pull.manifest.chunks[pull.next];
    if (chunk === undefined || pull.ahead !== null || fetched.has(chunk.sha256)) return;
    const ended = new AbortController();
    const bytes = central.chunk({ snapshot_id: pull.manifest.snapshot_id, chunk: pull.next }, ended.signal);
    // The next step looks at it. If no step comes, its failure does not matter.
    bytes.catch(() => undefined);
    pull.ahead = { chunk: pull.next, bytes, ended };
  };

  const bytesOf = async (
    central: CentralClient,
    pull: UnderWay,
    { chunk, sha256 }: SnapshotChunk,
    signal: AbortSignal,
  ): Promise<Buffer<ArrayBuffer> | null> => {
    const { ahead } = pull;
    if (ahead?.chunk !== chunk)
      return fetched.has(sha256) ? null : central.chunk({ snapshot_id: pull.manifest.snapshot_id, chunk }, signal);
    const stop = (): void => ahead.ended.abort();
    signal.addEventListener('abort', stop, { once: true });
    try {
      signal.throwIfAborted();
      return await ahead.bytes;
    } finally {
      signal.removeEventListener('abort', stop);
      pull.ahead = null;
    }
  };

  /** Hands a chunk to the loader; it is loaded while the next one is fetched. */
  const hand = (pull: UnderWay, chunk: SnapshotChunk, bytes: Buffer<ArrayBuffer> | null): void => {
    const columns = pull.manifest.columns[chunk.entity] ?? [];
    const loaded = (async () => {
      const rows = await pull.loader.take(chunk, columns, bytes);
      if (rows === null) {
        pull.again.push(chunk.chunk);
        if (bytes === null) return;
        throw new CentralError(
          0,
          'sync.unreadable',
          `Chunk ${chunk.chunk} of the snapshot is not what its hash says; it is fetched again.`,
        );
      }
      if (rows !== chunk.rows)
        throw new Error(`chunk ${chunk.chunk} has ${rows} rows, its manifest says ${chunk.rows}`);
      pull.rows += rows;
      pull.bytes += chunk.bytes;
    })();
    // Awaited in a later step.
    loaded.catch(() => undefined);
    pull.loading.push(loaded);
  };

  const settle = async (pull: UnderWay, most: number): Promise<void> => {
    while (pull.loading.length > most) await pull.loading.shift();
  };

  /** Takes what is next. True: all of it is loaded. */
  const goOn = async (central: CentralClient, pull: UnderWay, signal: AbortSignal): Promise<boolean> => {
    await settle(pull, LOADING_AT_ONCE - 1);
    const number = pull.again.shift() ?? pull.next;
    const chunk = pull.manifest.chunks[number];
    if (chunk !== undefined) {
      let bytes: Buffer<ArrayBuffer> | null;
      try {
        bytes = await bytesOf(central, pull, chunk, signal);
      } catch (error) {
        if (number !== pull.next) pull.again.push(number);
        throw error;
      }
      if (number === pull.next) pull.next += 1;
      hand(pull, chunk, bytes);
      fetchAhead(central, pull);
      return false;
    }
    if (!pull.manifest.complete) {
      pull.manifest = await central.manifest(
        { snapshot_id: pull.manifest.snapshot_id, have: pull.next, wait_ms: 5000 },
        signal,
      );
      fetchAhead(central, pull);
      return false;
    }
    await settle(pull, 0);
    return pull.again.length === 0;
  };

  /** After a failure. The line was lost: go on from here later. Central no longer has the snapshot: take the next one, and keep equal chunks. The rows do not load: begin from nothing. */
  const afterFailure = async (error: unknown, signal: AbortSignal): Promise<void> => {
    if (error instanceof CentralError && error.code !== 'request.not-found') return;
    await abandon();
    if (!(error instanceof CentralError) && !(error instanceof DiskFull) && !signal.aborted) fetched.remove();
  };

  return {
    abandon,
    keepOnly: (epoch) => {
      present = epoch;
      return now !== null && now.manifest.at.epoch !== epoch ? abandon() : Promise.resolve();
    },
    progress: () => {
      if (now === null) return null;
      const { manifest, rows, bytes } = now;
      const { complete, chunks, total_rows } = manifest;
      return {
        rows,
        total: total_rows,
        bytes,
        total_bytes: complete ? sumOf(chunks, 'bytes') : null,
      };
    },
    step: async (central, signal) => {
      const pull = now;
      try {
        if (pull === null) {
          await begin(central, signal);
          return 'part';
        }
        if (!(await goOn(central, pull, signal))) return 'part';
        await pull.loader.finish(pull.manifest.at, pull.manifest.scope);
        // The snapshot was given up meanwhile, perhaps for another central. What was built is not wanted any more.
        signal.throwIfAborted();
        now = null;
        store.cache.swapSnapshot();
        fetched.remove();
        return 'loaded';
      } catch (error) {
        if (now === pull) await afterFailure(error, signal);
        if (error instanceof DiskFull) return 'disk-full';
        throw error;
      }
    },
  };
}
