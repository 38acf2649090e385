import type { Base } from './world/base.ts';
import type { Bug } from './world/bugs.ts';
import type { Plan } from './world/plan.ts';
import { runWorld } from './run-world.ts';

/**
 * The fewest steps of a broken plan that still break the same invariant, found by leaving parts out (delta debugging). `tries` bounds the work.
 */
export async function shrink(base: Base, plan: Plan, bug: Bug | null, tries = 200): Promise<Plan> {
  const wanted = (await runWorld(base, plan, bug)).broken?.invariant;
  if (wanted === undefined) return plan;
  let best = plan;
  let left = tries;
  for (let parts = 2; parts <= best.steps.length && left > 0;) {
    const size = Math.ceil(best.steps.length / parts);
    let isSmaller = false;
    for (let from = 0; from < best.steps.length && left > 0; from += size) {
      const steps = [...best.steps.slice(0, from), ...best.steps.slice(from + size)];
      left -= 1;
      if ((await runWorld(base, { ...best, steps }, bug)).broken?.invariant !== wanted) continue;
      best = { ...best, steps };
      isSmaller = true;
      break;
    }
    if (!isSmaller) parts *= 2;
    else parts = Math.max(2, parts - 1);
  }
  return best;
}
