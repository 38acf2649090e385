import { seededRandom } from '@serialbridge/testing/random';

/** What the shape of the load is drawn from: the same seed plays the same day again. Ids are new each time, as those of stations are. */
export interface Dice {
  /** In [0, 1). */
  readonly next: () => number;
  /** A whole number from `least` to `most`. */
  readonly whole: (least: number, most: number) => number;
  /** An exponential wait with this mean. */
  readonly wait: (mean: number) => number;
}

export function dice(seed: number): Dice {
  const next = seededRandom(seed);
  return {
    next,
    whole: (least, most) => least + Math.floor(next() * (most - least + 1)),
    wait: (mean) => -Math.log(1 - next()) * mean,
  };
}
