import { EventEmitter, once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { ENTITY_NAMES, columnsOf } from '@serialbridge/core/model';
import type { SnapshotManifest } from '@serialbridge/protocol';
import { readHead } from '../ledger/index.ts';
import type { CopyOut, Store } from '../storage/store.ts';
import { buildSnapshot, chunkFile } from './build-snapshot.ts';
import { cursorOf } from './cursor.ts';
import type { SyncStation } from './station-credentials.ts';
import { SyncRefused } from './sync-refused.ts';

/** Rows of every entity of the tenant; warehouse scopes come beside it. */
const SCOPE = 'tenant';
/** A younger one serves the next station too: the tail brings it up to date. */
const REUSED_FOR_MS = 5 * 60 * 1000;
/** A station may take this long to fetch all chunks of one. */
const KEPT_FOR_MS = 60 * 60 * 1000;
const COLUMNS: SnapshotManifest['columns'] = Object.fromEntries(
  ENTITY_NAMES.map((entity) => [entity, columnsOf(entity).map(({ name }) => name)]),
);

interface Snapshot {
  readonly tenant_id: string;
  readonly folder: string;
  readonly made_at: number;
  readonly manifest: SnapshotManifest;
  readonly grew: EventEmitter;
  failed: boolean;
  built: Promise<void>;
}

/**
 * Snapshots of a tenant at exactly one version, as files that many stations can fetch while they are still being written. They are
 * disposable: those of an earlier run are deleted at start, and a station that finds its snapshot gone asks for another.
 */
export class Snapshots {
  readonly #store: Store;
  readonly #root: string;
  readonly #snapshots: Map<string, Snapshot> = new Map();
  readonly #starting: Map<string, Promise<Snapshot>> = new Map();

  constructor(store: Store) {
    this.#store = store;
    this.#root = join(store.data_dir, 'snapshots');
  }

  /** Deletes what an earlier run left behind. */
  async open(): Promise<void> {
    await rm(this.#root, { recursive: true, force: true });
  }

  /** The manifest of a young enough snapshot, or of a new one whose building begins now. */
  async take({ tenant_id }: SyncStation, now: number): Promise<SnapshotManifest> {
    await this.sweep(now);
    const head = await readHead((await this.#store.of(tenant_id)).db, tenant_id);
    const young = [...this.#snapshots.values()].find(
      ({ manifest, failed, ...one }) =>
        !failed &&
        one.tenant_id === tenant_id &&
        now - one.made_at < REUSED_FOR_MS &&
        manifest.at.epoch === head.epoch &&
        manifest.at.version >= head.floor,
    );
    if (young !== undefined) return young.manifest;
    let starting = this.#starting.get(tenant_id);
    if (starting === undefined) {
      starting = this.#start(tenant_id, now).finally(() => this.#starting.delete(tenant_id));
      this.#starting.set(tenant_id, starting);
    }
    return (await starting).manifest;
  }

  /**
   * The manifest as it is now. With `have` it waits up to `wait_ms` for more chunks than those, so that a station need not ask in a loop.
   * @throws SyncRefused `request.not-found` if it is gone: ask for another.
   */
  async manifest(
    { tenant_id }: SyncStation,
    snapshot_id: string,
    wait?: { readonly have: number; readonly wait_ms: number },
  ): Promise<SnapshotManifest> {
    const snapshot = this.#find(tenant_id, snapshot_id);
    const { manifest, grew } = snapshot;
    if (wait !== undefined && !manifest.complete && manifest.chunks.length <= wait.have) {
      await once(grew, 'more', { signal: AbortSignal.timeout(wait.wait_ms) }).catch(() => undefined);
    }
    return this.#find(tenant_id, snapshot_id).manifest;
  }

  /** The file of a chunk, whole and never changed. @throws SyncRefused `request.not-found` */
  chunk(
    { tenant_id }: SyncStation,
    snapshot_id: string,
    chunk: number,
  ): { readonly path: string; readonly bytes: number; readonly sha256: string } {
    const { manifest, folder } = this.#find(tenant_id, snapshot_id);
    const found = manifest.chunks[chunk];
    if (found === undefined) throw new SyncRefused('request.not-found', 'There is no such chunk, or not yet.');
    return { path: chunkFile(folder, found.chunk), bytes: found.bytes, sha256: found.sha256 };
  }

  /** Deletes snapshots that are too old to be fetched any more, and failed ones. */
  async sweep(now: number): Promise<void> {
    for (const [snapshot_id, { made_at, folder, failed, manifest }] of this.#snapshots) {
      if (!failed && (!manifest.complete || now - made_at < KEPT_FOR_MS)) continue;
      this.#snapshots.delete(snapshot_id);
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** Waits for what is being built. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#starting.values());
    await Promise.allSettled([...this.#snapshots.values()].map(({ built }) => built));
  }

  #find(tenant_id: string, snapshot_id: string): Snapshot {
    const found = this.#snapshots.get(snapshot_id);
    if (found === undefined || found.failed || found.tenant_id !== tenant_id) {
      throw new SyncRefused('request.not-found', 'There is no such snapshot any more; ask for a new one.');
    }
    return found;
  }

  async #start(tenant_id: string, now: number): Promise<Snapshot> {
    const snapshot_id = uuidv7();
    const folder = join(this.#root, tenant_id, snapshot_id);
    await mkdir(folder, { recursive: true });
    const copy = await (await this.#store.of(tenant_id)).copyOut(tenant_id, ENTITY_NAMES);
    const manifest: SnapshotManifest = {
      snapshot_id,
      scope: SCOPE,
      at: cursorOf(copy.head),
      columns: COLUMNS,
      chunks: [],
      complete: false,
    };
    const grew = new EventEmitter();
    grew.setMaxListeners(0);
    const snapshot: Snapshot = {
      tenant_id,
      folder,
      made_at: now,
      manifest,
      grew,
      failed: false,
      built: Promise.resolve(),
    };
    this.#snapshots.set(snapshot_id, snapshot);
    snapshot.built = this.#build(snapshot, copy);
    return snapshot;
  }

  async #build(snapshot: Snapshot, copy: CopyOut): Promise<void> {
    const { manifest, folder, grew } = snapshot;
    try {
      await buildSnapshot(copy, folder, (chunk) => {
        manifest.chunks.push(chunk);
        grew.emit('more');
      });
      manifest.complete = true;
    } catch (error) {
      snapshot.failed = true;
      this.#store.logger.error({ err: error, snapshot_id: manifest.snapshot_id }, 'a snapshot could not be built');
    } finally {
      grew.emit('more');
      await copy.close();
    }
  }
}
