import { setTimeout as sleep } from 'node:timers/promises';
import type { Dice } from '@serialbridge/testing/random';
import type { LoadStation } from './load-station.ts';
import { shift, spell, type Done } from '@serialbridge/testing/store/shift';

/** Longest that a clock of the shift runs ahead in one go. */
const TICK_MS = 5;

/**
 * Lets stations work at `pace` times the real pace for so long. The arrivals are open: what happens at a station does not wait for
 * central, however slow that becomes.
 */
export class Shifts {
  readonly #due: { readonly station: LoadStation; readonly shift: Generator<Done>; next: Done; at_s: number }[];

  constructor(stations: readonly LoadStation[], events_per_hour: number, dice: Dice) {
    this.#due = stations.map((station) => {
      const mine = shift(station.place, events_per_hour, dice);
      const next = mine.next().value as Done;
      return { station, shift: mine, next, at_s: next.after_s };
    });
  }

  #now_s = 0;

  async play(pace: number, until: () => boolean): Promise<void> {
    let last = performance.now();
    while (!until()) {
      await sleep(TICK_MS);
      const now = performance.now();
      this.#now_s += ((now - last) / 1000) * pace;
      last = now;
      for (const one of this.#due) {
        while (one.at_s <= this.#now_s) {
          one.station.record(one.next.draft);
          one.next = one.shift.next().value as Done;
          one.at_s += one.next.after_s;
        }
      }
    }
  }
}

export const forMs = (ms: number): (() => boolean) => {
  const until = performance.now() + ms;
  return () => performance.now() >= until;
};

/** Waits until nobody has anything to send, at most so long. @returns whether it came to that */
export async function drained(stations: readonly LoadStation[], most_ms: number): Promise<boolean> {
  const over = forMs(most_ms);
  while (stations.some(({ backlog }) => backlog > 0)) {
    if (over()) return false;
    await sleep(50);
  }
  return true;
}

/** Fills the outboxes of stations that are away: 2,000 to 10,000 events each. */
export function fillOutboxes(stations: readonly LoadStation[], dice: Dice): number {
  let sum = 0;
  for (const station of stations) {
    for (const draft of spell(station.place, dice.whole(2000, 10_000), dice)) {
      station.record(draft);
      sum += 1;
    }
  }
  return sum;
}
