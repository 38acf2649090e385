import type { Base } from './world/base.ts';
import type { Bug } from './world/bugs.ts';
import type { Fault } from './world/faults.ts';
import type { Plan } from './world/plan.ts';
import { seededRandom } from '@serialbridge/testing/random';
import { Broken, checkOwnRows, checkWorld, type InvariantId } from './invariants.ts';
import { withSeededGlobals } from './world/seeded-globals.ts';
import { SimStation } from './world/sim-station.ts';
import { SimWorld } from './world/sim-world.ts';

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
