import { cpSync } from 'node:fs';
import { BEGIN_MS, furnishBase, type Base } from './base.ts';
import { withSeededGlobals } from './seeded-globals.ts';
import { SimStation } from './sim-station.ts';
import { SimWorld } from './sim-world.ts';

/**
 * The base that worlds are copied from, made once a process: its stations have pulled their first snapshot already, which would cost each
 * small world more than all the rest of it. Snapshots are taken in worlds whenever a cache is lost, pruned away or of another epoch.
 */
export async function makeBase(): Promise<Base> {
  const base = await withSeededGlobals(0, () => BEGIN_MS, furnishBase);
  const world = new SimWorld(base, { seed: 0, rates: {}, steps: [] }, null);
  await withSeededGlobals(
    0,
    () => world.schedule.now,
    async () => {
      await world.open();
      do {
        await world.schedule.step();
        await SimStation.settle();
      } while (!(await world.isAtRest()));
      await world.close((dir) => {
        cpSync(dir, base.dir, { recursive: true, force: true });
      });
    },
  );
  return base;
}
