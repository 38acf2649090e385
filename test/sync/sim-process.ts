import { rmSync } from 'node:fs';
import { runWorld } from './run-world.ts';
import type { Bug } from './world/bugs.ts';
import { makeBase } from './world/make-base.ts';
import { planOf } from './world/plan.ts';

/** A process of its own that plays the seeds it is sent, one after the other: the globals that are seeded are a process's. */
const base = await makeBase();
process.on('message', ({ seed, bug }: { seed: number; bug: Bug | null }) => {
  void (async () => {
    const outcome = await runWorld(base, planOf(seed), bug);
    process.send?.({ ...outcome, faults: [...outcome.faults] });
  })();
});
process.on('disconnect', () => {
  rmSync(base.dir, { recursive: true, force: true });
  process.exit(0);
});
process.send?.('ready');
