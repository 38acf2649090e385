import { cpSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { openStationStore, type Identity, type StationStore } from '@serialbridge/cache';
import type { EventDraft } from '@serialbridge/core/events';
import { takeEvent } from '@serialbridge/core/ledger';
import { WORKER } from '@serialbridge/testing/store/test-station';
import type { Envelope } from '@serialbridge/protocol';
import { syncLoop, type SyncLoop, type SyncPorts } from '@serialbridge/station/sync';
import Database from 'better-sqlite3';
import { v7 as uuidv7 } from 'uuid';
import type { Bug } from './bugs.ts';
import { powerCut, putImage, takeImage, type DiskImage } from './disk.ts';
import { addressOf, type Line } from './network.ts';
import type { Schedule } from './schedule.ts';

const FILES = ['ops.db', 'cache.db'];
const FULL = 2;
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined, debug: () => undefined };

/** A row that an accepted event of this station made and nothing takes away; it must be seen here from then on. */
export interface OwnRow {
  readonly event_id: string;
  readonly entity: 'receiving_session' | 'package';
  readonly key: string;
}
const OWN = new Set<string>(['receiving_session', 'package']);

/** A station's host: its real store and sync loop over a folder of its own; killed, cut off from power, cloned, restored. */
export class SimStation {
  readonly name: string;
  readonly dir: string;
  readonly line: Line;
  readonly #schedule: Schedule;
  readonly #random: () => number;
  readonly #bug: Bug | null;
  clock_off_ms = 0;
  store!: StationStore;
  #loop!: SyncLoop;
  #timers = new Set<() => void>();
  /** Every event that was accepted here (told to the person as recorded), by id, as its text stands on the disk. */
  readonly accepted = new Map<string, Envelope>();
  own: OwnRow[] = [];

  constructor(
    name: string,
    dir: string,
    line: Line,
    world: { readonly schedule: Schedule; readonly random: () => number; readonly bug: Bug | null },
  ) {
    this.name = name;
    this.dir = dir;
    this.line = line;
    this.#schedule = world.schedule;
    this.#random = world.random;
    this.#bug = world.bug;
  }

  now(): number {
    return this.#schedule.now + this.clock_off_ms;
  }

  open(): void {
    const store = openStationStore({
      dir: this.dir,
      newId: uuidv7,
      fold: (view, event) => takeEvent(view, event, null),
      loader: 'inline',
    });
    this.store = this.#planted(store);
    this.#timers = new Set();
    this.#loop = syncLoop({
      store: this.store,
      software: 'simulated',
      now: () => this.now(),
      random: this.#random,
      log: silent,
      insecure_http: true,
      ports: this.#ports(),
      onStatus: () => undefined,
      onData: () => undefined,
    });
    this.#loop.start();
  }

  #ports(): SyncPorts {
    return {
      fetch: this.#bug === 'drop-on-error' ? droppingFetch(this.line) : this.line.fetch,
      timeout: (ms) => {
        const control = new AbortController();
        this.#after(ms, () => control.abort(new DOMException('no answer in time', 'TimeoutError')));
        return control.signal;
      },
      after: (ms, work) => this.#after(ms, work),
      breathe: () => Promise.resolve(),
    };
  }

  /** A timer of this run of the host: it dies with it. */
  #after(ms: number, work: () => void): () => void {
    const end = this.#schedule.after(ms, () => {
      this.#timers.delete(end);
      work();
    });
    this.#timers.add(end);
    return () => {
      this.#timers.delete(end);
      end();
    };
  }

  /** Lets what is ready to run here run, until all of it waits for the network or a timer. */
  static async settle(): Promise<void> {
    for (let at = 0; at < 4; at += 1) await breathe();
  }

  async #halt(): Promise<void> {
    for (const end of this.#timers) end();
    await this.#loop.stop();
    this.store.close();
  }

  image(): DiskImage {
    return takeImage(this.dir, FILES);
  }

  /** The process ends at once and starts again from what the disk holds, or from the image given. */
  async restart(from?: DiskImage): Promise<void> {
    const image = from ?? this.image();
    await this.#halt();
    putImage(this.dir, image);
    this.open();
  }

  /** Power goes: what was not synced is gone from some point on. The cache does not sync its commits; ops.db does if the store says FULL. */
  async cutPower(kept: number): Promise<void> {
    const image = powerCut(this.image(), 'cache.db', kept);
    await this.restart(this.store.files.synchronous === FULL ? image : powerCut(image, 'ops.db', kept));
  }

  async stop(): Promise<void> {
    await this.#halt();
  }

  /** Records as a scan does: what is in `accepted` was told to the person. Throws what the store throws: then nothing is. */
  record(drafts: readonly EventDraft[], operator_id: string | null = WORKER): number {
    const identity = this.store.identity.read();
    if (identity === null || drafts.length === 0) return 0;
    const appended = this.store.log.append({
      drafts,
      station_id: identity.station_id,
      operator_id,
      approved_by: null,
      captured_at: this.now(),
      clock_offset_ms: this.#loop.clockOffsetMs(),
      policy_version: 0,
      cache_version: this.store.cache.state().cursor?.version ?? 0,
    });
    for (const { envelope, applied } of appended) {
      this.accepted.set(envelope.event_id, envelope);
      for (const { entity, key, row } of applied.changes)
        if (row === null) this.own = this.own.filter((own) => own.key !== key);
        else if (OWN.has(entity) && !this.own.some((own) => own.key === key))
          this.own.push({ event_id: envelope.event_id, entity: entity as OwnRow['entity'], key });
    }
    this.#loop.recorded();
    return appended.length;
  }

  /** After an older disk was put in: only what that disk holds is this station's own. */
  forgetRowsOfOthers(): void {
    const here = new Set(this.store.read.all('SELECT event_id FROM main.event').map((row) => String(row['event_id'])));
    this.own = this.own.filter(({ event_id }) => here.has(event_id));
  }

  /** No further page can be had for ops.db: the disk is full. Null: there is room again. */
  fillDisk(isFull: boolean): void {
    const pages = Number(Object.values(this.store.read.get('PRAGMA main.page_count') ?? {})[0]);
    this.store.read.all(`PRAGMA main.max_page_count = ${isFull ? pages : 1_073_741_823}`);
  }

  loseCache(): Promise<void> {
    const image = new Map([...this.image()].filter(([name]) => name !== 'cache.db'));
    return this.restart(new Map([...image, ['cache.db', { main: Buffer.from('not a database'), wal: null }]]));
  }

  /** A copy that runs beside this one from now on: of the folder, which shows by its file, or of the whole disk, which does not. */
  clone(name: string, dir: string, line: Line, isWholeDisk: boolean): SimStation {
    const image = this.image();
    cpSync(this.dir, dir, { recursive: true, filter: (path) => !/lock\.|-shm$|-wal$/u.test(path) });
    putImage(dir, image);
    if (isWholeDisk) keepFileIdentity(join(dir, 'ops.db'));
    const twin = new SimStation(name, dir, line, { schedule: this.#schedule, random: this.#random, bug: this.#bug });
    twin.clock_off_ms = this.clock_off_ms;
    twin.own = [...this.own];
    return twin;
  }

  pair(identity: Identity): void {
    this.store.identity.write(identity);
    this.#loop.paired();
  }

  syncNow(): void {
    this.#loop.syncNow();
  }

  get isShutOut(): boolean {
    return this.#loop.status().state === 'revoked';
  }

  #planted(store: StationStore): StationStore {
    if (this.#bug === 'acceptance-before-sync') return { ...store, files: { ...store.files, synchronous: 1 } };
    if (this.#bug === 'rewind-ignored') return { ...store, outbox: { ...store.outbox, rewind: () => 0 } };
    if (this.#bug !== 'overlay-dropped-on-outcome') return store;
    return {
      ...store,
      outbox: {
        ...store.outbox,
        // Named as of a version that the cache has reached, it leaves the overlay with the next page whatever that holds.
        acknowledge: (given) => {
          const reached = store.cache.state().cursor?.version ?? 0;
          store.outbox.acknowledge({ ...given, version: Math.min(given.version, reached) });
        },
      },
    };
  }
}

function keepFileIdentity(path: string): void {
  const db = new Database(path);
  const { ino, birthtimeMs } = statSync(path);
  db.prepare(`UPDATE meta SET value = ? WHERE name = 'file_id'`).run(`${ino}:${Math.round(birthtimeMs)}`);
  db.close();
}

/** `drop-on-error`: a push that fails is taken for one that was answered well. */
const droppingFetch =
  (line: Line): typeof fetch =>
  async (input, init) => {
    try {
      return await line.fetch(input, init);
    } catch (error) {
      if (!addressOf(input).endsWith('/api/sync/push') || typeof init?.body !== 'string') throw error;
      const { events } = JSON.parse(init.body) as { events: Envelope[] };
      const last = events.at(-1);
      const answer = {
        central_id: events[0]?.station_id,
        epoch: events[0]?.event_id,
        durable_seq: last?.seq,
        hash: last?.hash,
        expected_seq: null,
        version: 0,
        outcomes: [],
      };
      return line.forge(input, init, JSON.stringify(answer));
    }
  };
