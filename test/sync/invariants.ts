import { judge, type Invariant } from '@serialbridge/testing/judge/judge';
import type { SimStation } from './world/sim-station.ts';
import type { SimWorld } from './world/sim-world.ts';

/** What the one judge finds, and what only the simulator can see. */
export type InvariantId = Invariant | 'own-fact-unseen' | 'crashed';

export class Broken extends Error {
  readonly invariant: InvariantId;
  constructor(invariant: InvariantId, message: string) {
    super(`${invariant}: ${message}`);
    this.invariant = invariant;
  }
}

/** At any moment: what was accepted here is seen here, through its way from the overlay to the cache. */
export function checkOwnRows(station: SimStation): void {
  // Without a cache there is no ground to see anything on; the next snapshot brings it.
  // A full disk can keep the overlay from being made over a new cache; then nothing can be recorded either, until it is.
  if (station.store.cache.state().cursor === null || station.store.overlay.isStale()) return;
  for (const { entity, key, event_id } of station.own)
    if (station.store.view.row(entity, key) === undefined)
      throw new Broken('own-fact-unseen', `${station.name} no longer shows ${entity} ${key} of ${event_id}`);
}

/** All of it, once faults have stopped and everything has come to rest. @returns how many cases came up */
export async function checkWorld(world: SimWorld): Promise<number> {
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
