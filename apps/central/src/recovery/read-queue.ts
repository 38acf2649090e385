import type { Store } from '../storage/store.ts';
import { SyncRefused } from '../sync/sync-refused.ts';

/** More than this wait, and the next is told to come again. */
const MOST_WAITING = 16;

interface Queue {
  waiting: number;
  last: Promise<unknown>;
}
const queues = new WeakMap<Store, Queue>();

/**
 * Long reads one after another, so that they leave the machine and its connections to pushes.
 * @throws SyncRefused `sync.overloaded`
 */
export async function inTurn<T>(store: Store, work: () => Promise<T>): Promise<T> {
  const queue = queues.get(store) ?? { waiting: 0, last: Promise.resolve() };
  queues.set(store, queue);
  if (queue.waiting >= MOST_WAITING) throw new SyncRefused('sync.overloaded');
  queue.waiting += 1;
  const mine = queue.last.then(work, work);
  // Awaited by its own caller; here only its end counts.
  queue.last = mine.catch(() => undefined);
  try {
    return await mine;
  } finally {
    queue.waiting -= 1;
  }
}
