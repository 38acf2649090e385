import type { Gadget } from './gadget.ts';

const TAKEN_MS = 2000;
const HEARD_MS = 5000;

/** One piece after the other: how long from its being sent until it was heard of (ms). */
export async function timeEach(
  gadget: Gadget,
  pieces: readonly Uint8Array[],
  next: () => Promise<void>,
): Promise<readonly number[]> {
  const times: number[] = [];
  for (const piece of pieces) {
    const heard = next();
    const late = new Promise<'late'>((resolve) => {
      setTimeout(() => resolve('late'), HEARD_MS).unref();
    });
    const from = performance.now();
    if ((await gadget.send([piece], TAKEN_MS)) !== 1) throw new Error('the gadget did not take a piece');
    if ((await Promise.race([heard, late])) === 'late') throw new Error(`piece ${times.length + 1} was not heard of`);
    times.push(performance.now() - from);
  }
  return times;
}
