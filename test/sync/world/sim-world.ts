import { PUBLIC_KEY } from '@serialbridge/testing/store/test-station';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createPairingCode, pair, revokeStation } from '@serialbridge/central/auth';
import { recordCentralEvents } from '@serialbridge/central/ledger';
import { pruneFeed } from '@serialbridge/central/sync';
import { seededRandom } from '@serialbridge/testing/random';
import { put } from '@serialbridge/testing/store/test-warehouse';
import { BEGIN_MS, CENTRAL_URL, simFolder, type Base } from './base.ts';
import type { Bug } from './bugs.ts';
import type { DiskImage } from './disk.ts';
import { FaultCounts } from './faults.ts';
import { Line } from './network.ts';
import type { Plan, Step } from './plan.ts';
import { Schedule } from './schedule.ts';
import { SimCentral, type Strike } from './sim-central.ts';
import { SimStation } from './sim-station.ts';
import { forgery, nextWork } from './workload.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const MOST_CLONES = 2;
/** How often somebody with a station's credential sends what he may not. */
const FORGED = 0.02;
/** Worlds of this process so far. */
let worlds = 0;
/**
 * Each world begins after all before it have ended: UUIDv7 makers keep the latest time they saw, so that a world whose time went back would get its
 * ids from the world before.
 */
const nextBeginning = (): number => BEGIN_MS + (worlds += 1) * 2 * DAY_MS;
const STRIKES: readonly Strike[] = [
  'killed-before-commit',
  'killed-after-commit',
  'killed-before-answer',
  'serialisation-failure',
];

/** One world of a plan: central, its stations and what befalls them. */
export class SimWorld {
  readonly base: Base;
  readonly plan: Plan;
  readonly dir: string = simFolder();
  readonly schedule: Schedule = new Schedule(nextBeginning());
  readonly faults: FaultCounts = new FaultCounts();
  readonly central: SimCentral;
  readonly stations: SimStation[] = [];
  events = 0;
  /** Central was set back to an older state: what nobody has any more is nobody's to bring back. */
  readonly #backups: { central: DiskImage | null; stations: Map<SimStation, DiskImage> } = {
    central: null,
    stations: new Map(),
  };
  #central_off_ms = 0;
  readonly #bug: Bug | null;

  constructor(base: Base, plan: Plan, bug: Bug | null) {
    this.base = base;
    this.plan = plan;
    this.#bug = bug;
    cpSync(base.dir, this.dir, { recursive: true });
    this.central = new SimCentral(join(this.dir, 'central'), base.tenant_id, () => this.centralNow(), bug);
    this.central.onStruck = (strike) => this.faults.struck(strike);
  }

  centralNow(): number {
    return this.schedule.now + this.#central_off_ms;
  }

  async open(): Promise<void> {
    await this.central.open();
    for (const [index] of this.base.stations.entries()) this.#add(`station-${index}`, index);
    for (const station of this.stations) station.open();
  }

  #line(index: number): Line {
    const random = seededRandom(this.plan.seed * 16 + index + 1);
    return new Line(this.schedule, this.central, this.faults, random, this.plan.rates);
  }

  #add(name: string, index: number): void {
    const random = seededRandom(this.plan.seed * 32 + index + 1);
    const world = { schedule: this.schedule, random, bug: this.#bug };
    this.stations.push(new SimStation(name, join(this.dir, name), this.#line(index), world));
  }

  /** Everything recorded is at central, and every cache stands at its head. */
  async isAtRest(): Promise<boolean> {
    if (this.stations.some(({ store }) => store.outbox.backlog() > 0)) return false;
    const head = await this.central.head();
    return this.stations.every(({ store }) => {
      const { cursor } = store.cache.state();
      return cursor?.epoch === head.epoch && cursor.version === head.version && !store.overlay.isStale();
    });
  }

  /** `keep`: sees the folder when everything in it is closed. */
  async close(keep: (dir: string) => void = () => undefined): Promise<void> {
    for (const station of this.stations) await station.stop();
    await this.central.stop();
    keep(this.dir);
    rmSync(this.dir, { recursive: true, force: true });
  }

  /** Whatever a station works on next. A full disk refuses it aloud; then nothing of it counts. */
  work(station: SimStation, random: () => number): void {
    try {
      const { kind = 'receiving', station_id = '' } = station.store.identity.read() ?? {};
      this.events += station.record(nextWork(station.store.view, this.base, kind, random));
      if (random() < FORGED) this.events += station.record([forgery(this.base, station_id, random)], null);
    } catch (error) {
      if (!(error instanceof Error) || !('id' in error) || error.id !== 'ops.disk-full') throw error;
      this.faults.struck('station-disk-full');
    }
  }

  async take({ act, salt, station: index }: Step): Promise<void> {
    const random = seededRandom(salt);
    const station = this.stations[act === 'work' ? salt % this.stations.length : index];
    if (station === undefined) return;
    switch (act) {
      case 'work':
        // One box or receipt, or two at once.
        this.work(station, random);
        if (random() < 0.65) this.work(station, random);
        return;
      case 'central-work':
        return this.#centralWork(random);
      case 'resolve':
        return this.#resolve(random);
      case 'cut-line':
        station.line.isCut = true;
        return;
      case 'mend-line':
        station.line.isCut = false;
        return;
      case 'kill-host':
        this.faults.struck('host-killed');
        return station.restart();
      case 'cut-power':
        this.faults.struck('station-power-cut');
        return station.cutPower(random());
      case 'clone-disk':
        return this.#clone(station, random() < 0.6);
      case 'back-up-station':
        this.#backups.stations.set(station, station.image());
        return;
      case 'restore-station':
        return this.#restoreStation(station);
      case 'fill-disk':
        station.fillDisk(true);
        return;
      case 'free-disk':
        station.fillDisk(false);
        return;
      case 'clock-off':
        this.faults.struck('station-clock-off');
        station.clock_off_ms = Math.round((random() * 2 - 1) * DAY_MS);
        return;
      case 'lose-cache':
        this.faults.struck('cache-lost');
        return station.loseCache();
      case 'revoke':
        return this.#revoke(station);
      case 'strike-central':
        this.central.strike = STRIKES[salt % STRIKES.length] ?? null;
        return;
      case 'kill-central':
        this.faults.struck('killed-before-commit');
        return this.central.restart();
      case 'back-up-central':
        this.#backups.central = this.central.image();
        return;
      case 'restore-central':
        return this.#restoreCentral();
      case 'age-central':
        this.central.isOld = true;
        this.faults.struck('older-software');
        return;
      case 'update-central':
        if (this.central.isOld) await this.central.update();
        return;
      case 'central-clock-off':
        this.faults.struck('central-clock-off');
        this.#central_off_ms = Math.round((random() * 2 - 1) * DAY_MS);
        return;
      case 'prune-feed':
        return this.#prune(random);
    }
  }

  async #clone(station: SimStation, isWholeDisk: boolean): Promise<void> {
    if (this.stations.length >= this.base.stations.length + MOST_CLONES) return;
    this.faults.struck('disk-cloned');
    const index = this.stations.length;
    const name = `clone-${index}`;
    mkdirSync(join(this.dir, name));
    const twin = station.clone(name, join(this.dir, name), this.#line(index), isWholeDisk);
    this.stations.push(twin);
    twin.open();
  }

  /** This station, or one that has a backup. */
  async #restoreStation(wished: SimStation): Promise<void> {
    const { stations } = this.#backups;
    const station = stations.has(wished) ? wished : [...stations.keys()][0];
    const image = station === undefined ? undefined : stations.get(station);
    if (station === undefined || image === undefined) return;
    this.faults.struck('station-restored');
    await station.restart(image);
    await this.forgetUnrecoverable();
  }

  async #restoreCentral(): Promise<void> {
    const image = this.#backups.central;
    if (image === null) return;
    this.faults.struck('central-restored');
    await this.central.restart(image);
    await this.forgetUnrecoverable();
    await this.#repairCredentials();
  }

  /** An older central may know an older credential of a station, or none that is good: a person pairs it again. */
  async #repairCredentials(): Promise<void> {
    for (const station of this.stations) await this.pairAgain(station);
  }

  async pairAgain(station: SimStation): Promise<void> {
    const identity = station.store.identity.read();
    if (identity === null) return;
    const { station_id } = identity;
    const now = this.centralNow();
    const store = this.central.store;
    const { pairing_code } = await createPairingCode(store, this.base.tenant_id, { station_id, now });
    const request = { pairing_code, computer_name: station.name, public_key: PUBLIC_KEY, only_central: null };
    const paired = await pair(store, request, now);
    const next = { ...paired, central_url: CENTRAL_URL, paired_at: station.now() };
    // A clone holds the same credential: whoever pairs one of them gives it to both.
    for (const twin of this.stations)
      if (twin.store.identity.read()?.station_id === station_id) {
        twin.fillDisk(false);
        twin.pair(next);
      }
  }

  async #revoke(station: SimStation): Promise<void> {
    const station_id = station.store.identity.read()?.station_id;
    if (station_id === undefined) return;
    this.faults.struck('station-revoked');
    await revokeStation(this.central.store, this.base.tenant_id, {
      station_id,
      operator_id: null,
      now: this.centralNow(),
    });
    this.schedule.after(60_000, () => this.pairAgain(station));
  }

  async #prune(random: () => number): Promise<void> {
    const { floor } = await pruneFeed(
      this.central.store,
      this.base.tenant_id,
      this.centralNow(),
      Math.floor(random() * 120_000),
    );
    if (floor > 0) this.faults.struck('feed-pruned');
  }

  /** An order cancelled or opened again, at central. */
  async #centralWork(random: () => number): Promise<void> {
    const one = this.base.orders[Math.floor(random() * this.base.orders.length)];
    if (one === undefined) return;
    const status = random() < 0.5 ? ('cancelled' as const) : ('open' as const);
    await this.central.record((store, now) =>
      recordCentralEvents(
        store,
        this.base.tenant_id,
        async (tx) => {
          const order = await tx.db
            .selectFrom('order')
            .selectAll()
            .where('tenant_id', '=', this.base.tenant_id)
            .where('order_id', '=', one.order.order_id)
            .executeTakeFirstOrThrow();
          const { tenant_id: _, ...row } = order;
          return [put('order', [{ ...row, status }])];
        },
        { operator_id: null, now },
      ),
    );
  }

  /** A person at central decides the oldest open case. */
  async #resolve(random: () => number): Promise<void> {
    const { tenant_id } = this.base;
    const open = await this.central.store.db
      .selectFrom('case')
      .selectAll()
      .where('tenant_id', '=', tenant_id)
      .where('state', '=', 'open')
      .orderBy('case_id')
      .limit(1)
      .executeTakeFirst();
    if (open === undefined) return;
    const { case_id, facts } = open;
    const chosen_event_id = random() < 0.3 ? null : (facts[Math.floor(random() * facts.length)]?.event_id ?? null);
    const draft = { type: 'case-resolved' as const, body: { case_id, chosen_event_id, note: 'looked' } };
    await this.central.record((store, now) =>
      recordCentralEvents(store, tenant_id, [draft], { operator_id: null, now }),
    );
  }

  /** What is on no disk any more (both copies were set back) can't be asked for. */
  async forgetUnrecoverable(): Promise<void> {
    const kept = new Set<string>();
    const rows = await this.central.store.db
      .selectFrom('event')
      .select('event_id')
      .where('tenant_id', '=', this.base.tenant_id)
      .execute();
    for (const { event_id } of rows) kept.add(event_id);
    for (const { store } of this.stations)
      for (const row of store.read.all('SELECT event_id FROM main.event')) kept.add(String(row['event_id']));
    for (const station of this.stations) {
      for (const event_id of station.accepted.keys()) if (!kept.has(event_id)) station.accepted.delete(event_id);
      station.forgetRowsOfOthers();
    }
  }
}
