import { createHash } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { ENTITIES, ENTITY_NAMES, columnsOf, warehouseOfScope } from '@serialbridge/core/model';
import type { SnapshotManifest } from '@serialbridge/protocol';
import type { CopyOut, Store } from '../storage/store/store.ts';
import { buildSnapshot, chunkFile } from './build-snapshot.ts';
import { cursorOf, judgeCursor } from './cursor.ts';
import { keepSnapshot, readKeptSnapshots } from './kept-snapshots.ts';
import { assignedScope } from '../ledger/station-scopes.ts';
import type { SyncStation } from '../auth/station-credentials.ts';
import { Refusal } from '../refusal.ts';

/** A younger one serves the next station too: the tail brings it up to date. */
const REUSED_FOR_MS = 5 * 60 * 1000;
/** A station on a slow line may pause this long between two chunks. */
const KEPT_FOR_MS = 60 * 60 * 1000;
/** An older snapshot is thrown away: a new one costs less than the long tail behind it. */
const LONGEST_MS = 24 * 60 * 60 * 1000;
/** Each holds a connection or a thread, and a core. */
const BUILDS_AT_ONCE = 2;
const COLUMNS: SnapshotManifest['columns'] = Object.fromEntries(
  ENTITY_NAMES.map((entity) => [entity, columnsOf(entity).map(({ name }) => name)]),
);
/** Tells a station that goes on with a snapshot whether the rows still have the same shape. */
const SCHEMA_ID = createHash('sha256')
  .update(JSON.stringify(ENTITY_NAMES.map((entity) => [entity, ENTITIES[entity].key, columnsOf(entity)])))
  .digest('hex');

interface Snapshot {
  readonly tenant_id: string;
  readonly folder: string;
  readonly made_at: number;
  /** When a station last asked for it. */
  used_at: number;
  readonly manifest: SnapshotManifest;
  readonly grew: EventEmitter;
  failed: boolean;
  built: Promise<void>;
}

/**
 * Snapshots of a tenant at exactly one version, as files that many stations can fetch while they are still being written.
 *
 * A snapshot is read in one transaction, so that every row is as of one version, and the manifest names that version with its epoch and hash.
 * That order is what makes it safe: the cursor is taken from the same transaction as the rows, before the first chunk is written. Were it
 * read afterwards, the snapshot would claim changes that its rows do not have, and a station that follows the tail from there would miss them
 * for ever. A chunk never changes once its hash is in the manifest; `complete` is set only when the last one is on the disk and the file that
 * says so (kept-snapshots.ts) is written. Snapshots are disposable: a complete one outlives a restart of central, so that stations go on
 * fetching; one that is of another epoch or below the feed's floor leads nowhere and is not handed out, and a station that finds its
 * snapshot gone asks for another.
 */
export class Snapshots {
  readonly #store: Store;
  readonly #root: string;
  readonly #snapshots: Map<string, Snapshot> = new Map();
  readonly #starting: Map<string, Promise<Snapshot>> = new Map();
  readonly #clock: () => number;

  constructor(store: Store, clock: () => number = Date.now) {
    this.#clock = clock;
    this.#store = store;
    this.#root = join(store.data_dir, 'snapshots');
  }

  /** Takes over the snapshots that an earlier run completed and that lead to the tail; deletes what else it left behind. */
  async open(now: number): Promise<void> {
    const found = await readKeptSnapshots(
      this.#root,
      async ({ tenant_id, made_at, manifest }) =>
        now - made_at < LONGEST_MS &&
        manifest.schema_id === SCHEMA_ID &&
        (await this.#leadsToTail(tenant_id, manifest)),
    );
    for (const { folder, kept } of found) {
      const built = Promise.resolve();
      this.#snapshots.set(kept.manifest.snapshot_id, {
        ...kept,
        folder,
        used_at: now,
        grew: new EventEmitter(),
        failed: false,
        built,
      });
    }
  }

  /**
   * The manifest of a young enough snapshot of the station's scope, or of a new one whose building begins now.
   * @throws Refusal `sync.overloaded` while others are built
   */
  async take(station: SyncStation, now: number): Promise<SnapshotManifest> {
    const { tenant_id } = station;
    const scope = await assignedScope(this.#store.db, station);
    await this.sweep(now);
    for (const snapshot of this.#snapshots.values()) {
      const young =
        snapshot.tenant_id === tenant_id &&
        snapshot.manifest.scope === scope &&
        !snapshot.failed &&
        now - snapshot.made_at < REUSED_FOR_MS;
      if (!young || !(await this.#leadsToTail(tenant_id, snapshot.manifest))) continue;
      snapshot.used_at = now;
      return snapshot.manifest;
    }
    const name = `${tenant_id} ${scope}`;
    let starting = this.#starting.get(name);
    if (starting === undefined) {
      if (this.#building() >= BUILDS_AT_ONCE) throw new Refusal('sync.overloaded');
      starting = this.#start(tenant_id, scope, now).finally(() => this.#starting.delete(name));
      this.#starting.set(name, starting);
    }
    return (await starting).manifest;
  }

  /**
   * The manifest as it is now. With `have` it waits up to `wait_ms` for more chunks than those, so that a station need not ask in a loop.
   * @throws Refusal `request.not-found` if it is gone: ask for another.
   */
  async manifest(
    station: SyncStation,
    snapshot_id: string,
    wait?: { readonly have: number; readonly wait_ms: number },
  ): Promise<SnapshotManifest> {
    const snapshot = await this.#find(station, snapshot_id);
    const { manifest, grew } = snapshot;
    if (wait !== undefined && !manifest.complete && manifest.chunks.length <= wait.have) {
      await once(grew, 'more', { signal: AbortSignal.timeout(wait.wait_ms) }).catch(() => undefined);
    }
    return (await this.#find(station, snapshot_id)).manifest;
  }

  /** The file of a chunk, whole and never changed. @throws Refusal `request.not-found` */
  async chunk(
    station: SyncStation,
    snapshot_id: string,
    chunk: number,
  ): Promise<{ readonly path: string; readonly bytes: number; readonly sha256: string }> {
    const { manifest, folder } = await this.#find(station, snapshot_id);
    const found = manifest.chunks[chunk];
    if (found === undefined) throw new Refusal('request.not-found', { detail: 'There is no such chunk, or not yet.' });
    return { path: chunkFile(folder, found.chunk), bytes: found.bytes, sha256: found.sha256 };
  }

  /** Deletes snapshots that nobody fetches any more, old ones, and failed ones. */
  async sweep(now: number): Promise<void> {
    for (const [snapshot_id, { made_at, used_at, folder, failed, manifest }] of this.#snapshots) {
      const wanted = now - used_at < KEPT_FOR_MS && now - made_at < LONGEST_MS;
      if (!failed && (!manifest.complete || wanted)) continue;
      this.#snapshots.delete(snapshot_id);
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** Waits for what is being built. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#starting.values());
    await Promise.allSettled([...this.#snapshots.values()].map(({ built }) => built));
  }

  #building(): number {
    const growing = [...this.#snapshots.values()].filter(({ failed, manifest }) => !failed && !manifest.complete);
    return growing.length + this.#starting.size;
  }

  async #leadsToTail(tenant_id: string, { at }: SnapshotManifest): Promise<boolean> {
    const { db } = this.#store;
    const head = await db.selectFrom('tenant_head').selectAll().where('tenant_id', '=', tenant_id).executeTakeFirst();
    return head !== undefined && (await judgeCursor(db, head, at)) === 'tail';
  }

  /** A snapshot that was made for another scope is none for this station, though it knows its id: it may have been moved since, or be told by another. */
  async #find(station: SyncStation, snapshot_id: string): Promise<Snapshot> {
    const scope = await assignedScope(this.#store.db, station);
    const found = this.#snapshots.get(snapshot_id);
    const isTheirs = found?.tenant_id === station.tenant_id && found.manifest.scope === scope;
    if (found === undefined || found.failed || !isTheirs) {
      throw new Refusal('request.not-found', { detail: 'There is no such snapshot any more; ask for a new one.' });
    }
    found.used_at = this.#clock();
    return found;
  }

  async #start(tenant_id: string, scope: string, now: number): Promise<Snapshot> {
    const snapshot_id = uuidv7();
    const folder = join(this.#root, tenant_id, snapshot_id);
    await mkdir(folder, { recursive: true });
    const copy = await this.#store.copyOut(tenant_id, ENTITY_NAMES, warehouseOfScope(scope));
    const manifest: SnapshotManifest = {
      snapshot_id,
      scope,
      at: cursorOf(copy.head),
      columns: COLUMNS,
      chunks: [],
      complete: false,
      schema_id: SCHEMA_ID,
      total_rows: copy.total_rows,
    };
    const grew = new EventEmitter();
    grew.setMaxListeners(0);
    const snapshot: Snapshot = {
      tenant_id,
      folder,
      made_at: now,
      used_at: now,
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
      await keepSnapshot(folder, {
        tenant_id: snapshot.tenant_id,
        made_at: snapshot.made_at,
        manifest: { ...manifest, complete: true },
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
