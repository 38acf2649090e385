import type { Central } from './central.ts';
import { Refusal } from '../refusal.ts';
import type { Store } from '../storage/store/store.ts';

/**
 * Tries of one address, or of one known device, are judged one after the other, in a lane. Wrong ones make the lane slow and never close it; so
 * one who guesses at a shared address costs the others there a few seconds. Lanes are in the memory of this process: what must outlive a
 * restart is counted in the database (attempts.ts).
 */
interface Lane {
  last: Promise<void>;
  waiting: number;
  failed_at: number[];
}

const WINDOW_MS = 15 * 60 * 1000;
/** Typing errors of a whole shift at one address slow nobody. */
const FREE_FAILURES = 20;
const STEP_MS = 100;
const MOST_DELAY_MS = 2000;
/** More than these at once are not people. */
const MOST_WAITING = 10;
const MOST_LANES = 10_000;
/** Each password that is looked at takes 128 MiB and a processor for a while: so many at once, of different lanes. */
const AT_ONCE = 2;

interface Lanes {
  readonly open: Map<string, Lane>;
  judging: number;
  readonly next: (() => void)[];
}

const kept = new WeakMap<Store, Lanes>();

function lanesOf(store: Store): Lanes {
  let lanes = kept.get(store);
  if (lanes === undefined) {
    lanes = { open: new Map(), judging: 0, next: [] };
    kept.set(store, lanes);
  }
  return lanes;
}

/** The lane of this name, as the youngest of all; the oldest that nobody waits in is forgotten when there are too many. */
function laneOf({ open }: Lanes, name: string): Lane {
  const lane = open.get(name) ?? { last: Promise.resolve(), waiting: 0, failed_at: [] };
  open.delete(name);
  open.set(name, lane);
  if (open.size > MOST_LANES) {
    for (const [oldest, { waiting }] of open) {
      if (waiting > 0) continue;
      open.delete(oldest);
      break;
    }
  }
  return lane;
}

/** How long the next try in the lane waits. */
function delayIn(lane: Lane, at: number): number {
  lane.failed_at = lane.failed_at.filter((one) => Math.abs(at - one) < WINDOW_MS);
  return Math.min(MOST_DELAY_MS, Math.max(0, lane.failed_at.length - FREE_FAILURES) * STEP_MS);
}

/** A known browser goes before all addresses. So a crowd of addresses, which anybody in the network can make, keeps nobody out where he works. */
async function startJudging(lanes: Lanes, name: string): Promise<void> {
  if (lanes.judging < AT_ONCE) {
    lanes.judging += 1;
    return;
  }
  await new Promise<void>((resolve) => {
    if (name.startsWith('device:')) lanes.next.unshift(resolve);
    else lanes.next.push(resolve);
  });
}

/** Whoever waits goes on in its place, so that the count stays. */
function endJudging(lanes: Lanes): void {
  const next = lanes.next.shift();
  if (next === undefined) lanes.judging -= 1;
  else next();
}

/**
 * Runs a try when those before it in its lane are judged, after as long as their failures cost. `work` is handed what notes that it was wrong.
 * @throws Refusal `auth.slowed` when too many wait in the lane already
 */
export async function inLane<T>(
  central: Central,
  name: string,
  work: (noteWrong: () => void) => Promise<T>,
): Promise<T> {
  const lanes = lanesOf(central.store);
  const lane = laneOf(lanes, name);
  if (lane.waiting >= MOST_WAITING) {
    const seconds = (MOST_WAITING * Math.max(500, delayIn(lane, central.now()))) / 1000;
    throw new Refusal('auth.slowed', { retry_after: Math.ceil(seconds) });
  }
  const before = lane.last;
  const done = Promise.withResolvers<void>();
  lane.last = done.promise;
  lane.waiting += 1;
  try {
    await before;
    const delay = delayIn(lane, central.now());
    if (delay > 0) await central.wait(delay);
    await startJudging(lanes, name);
    try {
      return await work(() => {
        lane.failed_at = [...lane.failed_at, central.now()].slice(-200);
      });
    } finally {
      endJudging(lanes);
    }
  } finally {
    lane.waiting -= 1;
    done.resolve();
  }
}
