import { mkdirSync } from 'node:fs';
import { v7 as uuidv7 } from 'uuid';
import { openStationStore, type StationStore } from '@serialbridge/cache';
import type { EventDraft } from '@serialbridge/core/events';
import { takeEvent } from '@serialbridge/core/ledger';
import type { Envelope } from '@serialbridge/protocol';
import { pairWithCentral, syncLoop, type SyncLoop, type SyncPorts } from '@serialbridge/station/sync';
import { PUBLIC_KEY, STATION_KEY, WORKER } from '../store/test-station.ts';
import { readsFolder, type Accepted, type JudgedStation } from '../judge/judge.ts';

const silent = (): void => undefined;

export interface BareStationOptions {
  readonly name: string;
  readonly dir: string;
  readonly now?: () => number;
  readonly ports?: SyncPorts;
  /** Stands between the store and the sync loop. */
  readonly watch?: (store: StationStore) => StationStore;
  readonly onStatus?: () => void;
}

/** A station's real store and sync loop without a host or screens. What is recorded through it is noted as accepted, for the judge. */
export class BareStation {
  readonly name: string;
  readonly dir: string;
  readonly store: StationStore;
  /** What the loop said: errors apart, since nothing that a network does is one. */
  readonly said: string[] = [];
  readonly errors: string[] = [];
  readonly accepted: Accepted[] = [];
  /** Whose work it is: somebody whom central has to know, or each fact is one case. */
  operator_id = WORKER;
  readonly #options: BareStationOptions;
  readonly #now: () => number;
  #loop: SyncLoop | null = null;

  constructor(options: BareStationOptions) {
    this.name = options.name;
    this.dir = options.dir;
    this.#options = options;
    this.#now = options.now ?? Date.now;
    mkdirSync(this.dir, { recursive: true });
    this.store = openStationStore({
      dir: this.dir,
      newId: uuidv7,
      fold: (view, event) => takeEvent(view, event, null),
    });
  }

  async pair(central_url: string, code: string): Promise<void> {
    const paired = await pairWithCentral(central_url, {
      pairing_code: code,
      computer_name: this.name,
      public_key: PUBLIC_KEY,
      only_central: null,
    });
    if (this.store.keys.read(paired.station_id) === null) this.store.keys.write(STATION_KEY, paired, this.#now());
    this.store.identity.write({ ...paired, central_url, paired_at: this.#now() });
  }

  get identity(): NonNullable<ReturnType<StationStore['identity']['read']>> {
    const identity = this.store.identity.read();
    if (identity === null) throw new Error(`${this.name} is not paired`);
    return identity;
  }

  /** @throws Error while it is offline */
  get loop(): SyncLoop {
    if (this.#loop === null) throw new Error(`${this.name} is offline`);
    return this.#loop;
  }

  goOnline(): void {
    const note = (details: object, message: string): void => {
      this.said.push(`${message} ${JSON.stringify(details)}`);
    };
    const { ports, watch = (store) => store, onStatus = silent } = this.#options;
    this.#loop = syncLoop({
      store: watch(this.store),
      software: 'test',
      now: this.#now,
      random: Math.random,
      log: {
        debug: silent,
        info: note,
        warn: note,
        error: (details, message) => {
          note(details, message);
          this.errors.push(`${message} ${JSON.stringify(details)}`);
        },
      },
      insecure_http: false,
      ...(ports === undefined ? {} : { ports }),
      onStatus,
      onData: silent,
    });
    this.#loop.start();
  }

  async goOffline(): Promise<void> {
    await this.#loop?.stop();
    this.#loop = null;
  }

  /** Records as a scan does. */
  record(...drafts: readonly EventDraft[]): Envelope[] {
    const appended = this.store.log.append({
      drafts,
      station_id: this.identity.station_id,
      operator_id: this.operator_id,
      approved_by: null,
      captured_at: this.#now(),
      clock_offset_ms: this.#loop?.clockOffsetMs() ?? null,
      policy_version: 0,
      cache_version: this.store.cache.state().cursor?.version ?? 0,
    });
    const envelopes = appended.map(({ envelope }) => envelope);
    for (const envelope of envelopes) this.accepted.push({ hash: envelope.hash, envelope });
    this.#loop?.recorded();
    return envelopes;
  }

  /**
   * Nothing waits, and central was heard, since `from`, to be no further. `whole`: nothing lies over the cache either; events that central holds
   * do, until it can apply them.
   */
  isAtRest({ from = 0, whole = true }: { readonly from?: number; readonly whole?: boolean } = {}): boolean {
    if (this.#loop === null) return false;
    const { state, pull, last_contact_at } = this.#loop.status();
    return (
      state === 'online' &&
      pull === null &&
      (last_contact_at ?? 0) >= from &&
      this.#loop.cacheAgeMs() === null &&
      this.store.outbox.backlog() === 0 &&
      (!whole || this.store.overlay.count() === 0) &&
      !this.store.lost.pending()
    );
  }

  /** For whoever waited in vain. */
  describe(): string {
    return JSON.stringify({
      name: this.name,
      sync: this.#loop?.status(),
      age: this.#loop?.cacheAgeMs(),
      cursor: this.store.cache.state().cursor,
      overlaid: this.store.overlay.count(),
      backlog: this.store.outbox.backlog(),
      lost: this.store.lost.pending(),
      said: this.said.slice(-6),
    });
  }

  /** For the judge: this station's files, and what was recorded through it. */
  get judged(): JudgedStation {
    return { name: this.name, read: readsFolder(this.dir), accepted: this.accepted };
  }

  async close(): Promise<void> {
    await this.goOffline();
    this.store.close();
  }
}
