import { fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { addOutcome, noTotals, reportOf } from '../sync/report.ts';
import { runWorld, type Outcome } from '../sync/run-world.ts';
import { shrink } from '../sync/shrink.ts';
import { makeBase } from '../sync/world/make-base.ts';
import { BUGS, BUG_NAMES, type Bug } from '../sync/world/bugs.ts';
import { planOf } from '../sync/world/plan.ts';
import { endWith } from './tally.ts';

/**
 * `npm run test:sim -- --seeds N [--from S] [--jobs J]` plays N worlds; `--bugs` plants each bug in turn and counts the seeds until it is
 * found; `--replay SEED [--bug NAME]` plays one again and shrinks its plan to the fewest steps that still break it.
 */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '100' },
    from: { type: 'string', default: '1' },
    jobs: { type: 'string', default: String(availableParallelism()) },
    bugs: { type: 'boolean', default: false },
    bug: { type: 'string' },
    replay: { type: 'string' },
  },
});
const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
const MOST_SEEDS_A_BUG = 500;
const REPORT_EVERY = 100;

type Sent = Omit<Outcome, 'faults'> & { readonly faults: [never, number][] };

/** Worlds played in a process of its own, one after the other. */
interface Player {
  play(seed: number, bug: Bug | null): Promise<Outcome>;
  end(): void;
}

async function startPlayer(): Promise<Player> {
  const worker = fork(new URL('../sync/sim-process.ts', import.meta.url), { stdio: 'inherit' });
  await once(worker, 'message');
  let playing = 0;
  const ended = once(worker, 'exit').then(([code]) =>
    Promise.reject(new Error(`seed ${playing} ended its process with ${code}`)),
  );
  // At the end of its own accord.
  ended.catch(() => undefined);
  return {
    play: async (seed, bug) => {
      playing = seed;
      worker.send({ seed, bug });
      const [sent] = (await Promise.race([once(worker, 'message'), ended])) as [Sent];
      return { ...sent, faults: new Map(sent.faults) };
    },
    end: () => worker.disconnect(),
  };
}

/** Every player takes the next of the works as soon as it is free. */
async function shareOut<T>(
  works: readonly T[],
  jobs: number,
  work: (player: Player, one: T) => Promise<void>,
): Promise<void> {
  const waiting = works.values();
  const run = async (): Promise<void> => {
    const player = await startPlayer();
    for (const one of waiting) await work(player, one);
    player.end();
  };
  await Promise.all(Array.from({ length: jobs }, run));
}

async function playAll(from: number, count: number, jobs: number): Promise<boolean> {
  const totals = noTotals();
  const begun = performance.now();
  // Ended early, it says what it has seen until then.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      print(reportOf(totals));
      process.exit(1);
    });
  const seeds = Array.from({ length: count }, (_, at) => from + at);
  await shareOut(seeds, jobs, async (player, seed) => {
    const outcome = await player.play(seed, null);
    addOutcome(totals, outcome);
    if (outcome.broken !== null) print(`seed ${seed}: ${outcome.broken.message}`);
    if (totals.seeds % REPORT_EVERY === 0)
      print(`${totals.seeds} of ${count}, ${Math.round((performance.now() - begun) / 1000)} s`);
  });
  print(reportOf(totals));
  endWith({ passed: totals.seeds - totals.broken.length, failed: totals.broken.length, skipped: [] });
  return totals.broken.length === 0;
}

async function findBugs(jobs: number): Promise<boolean> {
  let found = 0;
  await shareOut(BUG_NAMES, jobs, async (player, bug) => {
    let seed = 0;
    let broken: Outcome['broken'] = null;
    while (seed < MOST_SEEDS_A_BUG && broken === null) ({ broken } = await player.play((seed += 1), bug));
    if (broken !== null) found += 1;
    print(`${bug}: ${broken === null ? 'NOT FOUND' : `${broken.invariant} within ${seed} seeds`} (${BUGS[bug]})`);
  });
  print(`${found} of ${BUG_NAMES.length} planted bugs found`);
  return found === BUG_NAMES.length;
}

async function replay(seed: number, bug: Bug | null): Promise<boolean> {
  const base = await makeBase();
  const plan = planOf(seed);
  const { broken, events, cases } = await runWorld(base, plan, bug);
  print(`seed ${seed}: ${events} events, ${cases} cases; ${broken?.message ?? 'all held'}`);
  if (broken === null) return true;
  const small = await shrink(base, plan, bug);
  print(`${small.steps.length} of ${plan.steps.length} steps break it:`);
  for (const { act, station, gap_ms, salt } of small.steps)
    print(`  after ${gap_ms} ms: ${act}, station ${station}, salt ${salt}`);
  return false;
}

const bug = BUG_NAMES.find((name) => name === values.bug) ?? null;
const held =
  values.replay !== undefined
    ? await replay(Number(values.replay), bug)
    : values.bugs
      ? await findBugs(Number(values.jobs))
      : await playAll(Number(values.from), Number(values.seeds), Number(values.jobs));
process.exit(held ? 0 : 1);
