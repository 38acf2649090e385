import { createHash } from 'node:crypto';
import type { SnapshotLoader, StationStore } from '@serialbridge/cache';
import type { SnapshotManifest } from '@serialbridge/protocol';
import { CentralError, type CentralClient } from './central-client.ts';
import type { SyncPorts } from './sync-ports.ts';

export interface SnapshotPull {
  /**
   * One part: a chunk fetched, verified and loaded, or word that there is no more yet. `loaded`: it was swapped in. Rejects with CentralError; the parts
   * loaded so far stay, and the next call goes on from there.
   */
  step(central: CentralClient, signal: AbortSignal): Promise<'part' | 'loaded'>;
  progress(): { readonly rows: number; readonly total: number | null } | null;
  abandon(): void;
}

interface UnderWay {
  manifest: SnapshotManifest;
  readonly loader: SnapshotLoader;
  next: number;
  rows: number;
  /** Ends what was fetched ahead; a step's own signal ends with the step. */
  readonly ended: AbortController;
  /** The following chunk, on its way while this one is loaded. */
  ahead: { readonly chunk: number; readonly bytes: Promise<Buffer> } | null;
}

/** Pulls a snapshot chunk by chunk into a fresh cache beside the one in use, then swaps it in. */
export function snapshotPull(store: StationStore, { decompress }: Pick<SyncPorts, 'decompress'>): SnapshotPull {
  let now: UnderWay | null = null;

  const abandon = (): void => {
    now?.ended.abort();
    now?.loader.abandon();
    now = null;
  };

  const fetchChunk = (central: CentralClient, pull: UnderWay, chunk: number, signal: AbortSignal): Promise<Buffer> => {
    if (pull.ahead?.chunk === chunk) return pull.ahead.bytes;
    return central.chunk(pull.manifest.snapshot_id, chunk, signal);
  };

  const load = async (central: CentralClient, pull: UnderWay, signal: AbortSignal): Promise<void> => {
    const chunk = pull.manifest.chunks[pull.next];
    if (chunk === undefined) return;
    let bytes: Buffer;
    try {
      bytes = await fetchChunk(central, pull, pull.next, signal);
    } finally {
      pull.ahead = null;
    }
    if (createHash('sha256').update(bytes).digest('hex') !== chunk.sha256) {
      throw new CentralError(
        0,
        'sync.unreadable',
        `Chunk ${chunk.chunk} of the snapshot is not what its hash says; it is fetched again.`,
      );
    }
    if (pull.manifest.chunks[pull.next + 1] !== undefined) {
      const ahead = central.chunk(pull.manifest.snapshot_id, pull.next + 1, pull.ended.signal);
      // Looked at in the next step; should nobody come for it, its failure is no news.
      ahead.catch(() => undefined);
      pull.ahead = { chunk: pull.next + 1, bytes: ahead };
    }
    const text = (await decompress(bytes)).toString('utf8');
    const rows = await pull.loader.load(chunk.entity, pull.manifest.columns[chunk.entity] ?? [], text);
    if (rows !== chunk.rows) throw new Error(`chunk ${chunk.chunk} has ${rows} rows, its manifest says ${chunk.rows}`);
    pull.rows += rows;
    pull.next += 1;
  };

  return {
    abandon,
    progress: () => {
      if (now === null) return null;
      const { manifest, rows } = now;
      return { rows, total: manifest.complete ? manifest.chunks.reduce((sum, chunk) => sum + chunk.rows, 0) : null };
    },
    step: async (central, signal) => {
      if (now === null) {
        const manifest = await central.takeSnapshot(signal);
        now = { manifest, loader: store.beginSnapshot(), next: 0, rows: 0, ended: new AbortController(), ahead: null };
        return 'part';
      }
      const pull = now;
      try {
        if (pull.next < pull.manifest.chunks.length) {
          await load(central, pull, signal);
          return 'part';
        }
        if (!pull.manifest.complete) {
          pull.manifest = await central.manifest(pull.manifest.snapshot_id, pull.next, signal);
          return 'part';
        }
        await pull.loader.finish(pull.manifest.at, pull.manifest.scope);
        now = null;
        store.swapSnapshot();
        return 'loaded';
      } catch (error) {
        // A lost line: go on later from here. Gone at central, or not loadable: begin again.
        if (error instanceof CentralError && error.code !== 'request.not-found') throw error;
        if (now !== null) abandon();
        throw error;
      }
    },
  };
}
