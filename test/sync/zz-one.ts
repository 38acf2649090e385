import { makeBase } from './world/base.ts';
import { planOf } from './world/plan.ts';
import { runWorld } from './run-world.ts';
const base = await makeBase();
const from = Number(process.argv[2] ?? 1),
  n = Number(process.argv[3] ?? 5);
const bug = (process.argv[4] ?? null) as never;
for (let s = from; s < from + n; s += 1) {
  const t = performance.now();
  const o = await runWorld(base, planOf(s), bug);
  console.log(s, o.events, o.cases, Math.round(performance.now() - t) + 'ms', o.broken?.message?.slice(0, 600) ?? 'ok');
}
process.exit(0);
