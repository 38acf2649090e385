import { seededRandom } from '@serialbridge/testing/random';
import { type Invariant, judge } from '@serialbridge/testing/judge/judge';
import type { Base } from './world/base.ts';
import type { Bug } from './world/bugs.ts';
import type { Fault } from './world/faults.ts';
import type { Plan } from './world/plan.ts';
import { withSeededGlobals } from './world/seeded-globals.ts';
import { SimStation } from './world/sim-station.ts';
import { SimWorld } from './world/sim-world.ts';

/** What the one judge finds, and what only the simulator can see. */
type InvariantId = Invariant | 'own-fact-unseen' | 'crashed';

class Broken extends Error {
  readonly invariant: InvariantId;
  constructor(invariant: InvariantId, message: string) {
    super(`${invariant}: ${message}`);
    this.invariant = invariant;
  }
}

/** At any moment: what was accepted here is seen here, through its way from the overlay to the cache. */
function checkOwnRows(station: SimStation): void {
  // Without a cache there is no ground to see anything on; the next snapshot brings it.
  // A full disk can keep the overlay from being made over a new cache; then nothing can be recorded either, until it is.
  if (station.store.cache.state().cursor === null || station.store.overlay.isStale()) return;
  for (const { entity, key, event_id } of station.own)
    if (station.store.view.row(entity, key) === undefined)
      throw new Broken('own-fact-unseen', `${station.name} no longer shows ${entity} ${key} of ${event_id}`);
}

/** All of it, once faults have stopped and everything has come to rest. @returns how many cases came up */
async function checkWorld(world: SimWorld): Promise<number> {
  const { breaches, cases } = await judge({
    store: world.central.store,
    tenant_id: world.base.tenant_id,
    stations: world.stations.map(({ name, store, accepted }) => ({
      name,
      read: (sql) => store.read.all(sql),
      accepted: [...accepted.values()].map((envelope) => ({ hash: envelope.hash, envelope })),
    })),
    logs: 'torn',
  });
  const [first] = breaches;
  if (first !== undefined) throw new Broken(first.invariant, first.message);
  for (const station of world.stations) checkOwnRows(station);
  return cases;
}

export const LEAST_EVENTS = 200;
const LOOK_EVERY = 8;
/** Once faults stop, everything must have come to rest by then (a station's longest wait is a minute, an upgrade's five). */
const REST_WITHIN_MS = 6 * 60 * 60 * 1000;

export interface Outcome {
  readonly seed: number;
  readonly events: number;
  readonly cases: number;
  readonly faults: ReadonlyMap<Fault, number>;
  readonly broken: { readonly invariant: InvariantId; readonly message: string } | null;
}

async function step(world: SimWorld): Promise<boolean> {
  const more = await world.schedule.step();
  await SimStation.settle();
  return more;
}

async function playPlan(world: SimWorld, plan: Plan): Promise<void> {
  const taken = { steps: 0 };
  let at = 0;
  for (const one of plan.steps) {
    at += one.gap_ms;
    world.schedule.after(at, async () => {
      taken.steps += 1;
      await world.take(one);
      await SimStation.settle();
      // Looking at all rows of all stations after every step would cost more than the world itself.
      if (one.act !== 'work' || taken.steps % LOOK_EVERY === 0)
        for (const station of world.stations) checkOwnRows(station);
    });
  }
  while (taken.steps < plan.steps.length && (await step(world)));
}

/** Faults stop; those who were shut out are let in; then a while passes. */
async function comeToRest(world: SimWorld): Promise<void> {
  world.central.strike = null;
  await world.central.update();
  for (const station of world.stations) {
    station.line.isCut = false;
    station.line.rates = {};
    station.fillDisk(false);
  }
  const random = seededRandom(world.plan.seed ^ 0x0770);
  while (world.events < LEAST_EVENTS)
    for (const station of world.stations) {
      world.work(station, random);
      await step(world);
    }
  for (const station of world.stations) station.syncNow();
  const end = world.schedule.now + REST_WITHIN_MS;
  while (world.schedule.now < end) {
    // One may hear only now that its credential is old: a disk set back holds an earlier one.
    for (const station of world.stations) if (station.isShutOut) await world.pairAgain(station);
    if (!(await step(world))) break;
    if (await world.isAtRest()) return;
  }
  const stuck = world.stations.map(({ name, store }) => `${name} has ${store.outbox.backlog()} unsent`);
  throw new Broken('outbox-stuck', stuck.join(', '));
}

/** Plays a plan to its end and looks whether all held. */
export async function runWorld(base: Base, plan: Plan, bug: Bug | null = null): Promise<Outcome> {
  const world = new SimWorld(base, plan, bug);
  const clock = (): number => world.schedule.now;
  let cases = 0;
  let broken: Outcome['broken'] = null;
  await withSeededGlobals(plan.seed, clock, async () => {
    await world.open();
    try {
      await playPlan(world, plan);
      await comeToRest(world);
      cases = await checkWorld(world);
    } catch (error) {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      broken = { invariant: error instanceof Broken ? error.invariant : 'crashed', message };
    } finally {
      await world.close();
    }
  });
  return { seed: plan.seed, events: world.events, cases, faults: world.faults.counts, broken };
}
