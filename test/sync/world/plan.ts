import { seededRandom } from '@serialbridge/testing/random';
import { STATIONS } from './base.ts';
import type { NetworkRates } from './network.ts';
import { MESSAGE_FAULTS } from './faults.ts';

/** One thing that happens in a world. `salt` is the step's own randomness, so that a plan with fewer steps still does the same in each. */
export interface Step {
  readonly gap_ms: number;
  readonly salt: number;
  readonly station: number;
  readonly act: Act;
}
export const ACTS = [
  'work',
  'central-work',
  'resolve',
  'cut-line',
  'mend-line',
  'kill-host',
  'cut-power',
  'clone-disk',
  'back-up-station',
  'restore-station',
  'fill-disk',
  'free-disk',
  'clock-off',
  'lose-cache',
  'revoke',
  'strike-central',
  'kill-central',
  'back-up-central',
  'restore-central',
  'age-central',
  'update-central',
  'central-clock-off',
  'prune-feed',
] as const;
export type Act = (typeof ACTS)[number];

export interface Plan {
  readonly seed: number;
  readonly rates: NetworkRates;
  readonly steps: readonly Step[];
}

const WORK_STEPS = 40;
/** How often each act comes for a step of work, in a world that has it. */
const FREQUENCY: Readonly<Partial<Record<Act, number>>> = {
  'central-work': 0.1,
  resolve: 0.1,
  'cut-line': 0.05,
  'mend-line': 0.1,
  'kill-host': 0.025,
  'cut-power': 0.025,
  'clone-disk': 0.008,
  'back-up-station': 0.03,
  'restore-station': 0.04,
  'fill-disk': 0.03,
  'free-disk': 0.1,
  'clock-off': 0.03,
  'lose-cache': 0.01,
  revoke: 0.012,
  'strike-central': 0.06,
  'kill-central': 0.012,
  'back-up-central': 0.04,
  'restore-central': 0.018,
  'age-central': 0.012,
  'update-central': 0.04,
  'central-clock-off': 0.02,
  'prune-feed': 0.03,
};

/** A world's plan from its seed alone. Each world has only some kinds of trouble, so that some worlds have much of one. */
export function planOf(seed: number): Plan {
  const random = seededRandom(seed);
  const rates = Object.fromEntries(
    MESSAGE_FAULTS.filter(() => random() < 0.5).map((fault) => [fault, random() ** 2 * 0.12]),
  );
  const acts = (Object.keys(FREQUENCY) as Act[]).filter(
    (act) => ['mend-line', 'free-disk', 'update-central'].includes(act) || random() < 0.6,
  );
  const haste = 0.2 + random() * 3;
  const step = (act: Act): Step => ({
    gap_ms: Math.floor(random() ** 3 * 5_000 * haste),
    salt: Math.floor(random() * 2 ** 31),
    station: Math.floor(random() * STATIONS),
    act,
  });
  const steps: Step[] = [];
  for (let done = 0; done < WORK_STEPS; done += 1) {
    steps.push(step('work'));
    for (const act of acts) if (random() < (FREQUENCY[act] ?? 0)) steps.push(step(act));
  }
  return { seed, rates, steps };
}
