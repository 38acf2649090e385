import type { WeightReading } from '@serialbridge/core/scan';

/** Between two questions of one reading: quick to notice rest, slow enough for 1200 baud. */
const POLL_MS = 100;
/** A box set down hard swings through over and under; only a state that stays is told. */
const STAYS = 3;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Asks until the scale rests: a stable reading at once (one that `enough` accepts, where given), any other state once it
 * has stayed, what there is after `timeoutMs`.
 */
export async function readUntilRest(
  poll: () => Promise<WeightReading>,
  timeoutMs: number,
  enough: (reading: WeightReading) => boolean = (reading) => reading.state === 'stable',
): Promise<WeightReading> {
  const deadline = Date.now() + timeoutMs;
  let previous: WeightReading['state'] | null = null;
  let same = 0;
  for (;;) {
    // each question needs the answer to the one before
    const reading = await poll();
    same = reading.state === previous ? same + 1 : 1;
    previous = reading.state;
    const waits = reading.state === 'moving' || reading.state === 'silent' || reading.state === 'stable';
    const stays = !waits && same >= STAYS;
    if (enough(reading) || stays || Date.now() + POLL_MS >= deadline) return reading;
    await sleep(POLL_MS);
  }
}
