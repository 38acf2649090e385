import { sweepSignIn } from '../auth/sweep.ts';
import { allTenants, onHeldDue, retryDue, retryHeld } from '../ledger/index.ts';
import type { Store } from '../storage/store/store.ts';
import type { Snapshots } from '../sync/snapshots.ts';
import { pruneFeed } from '../sync/feed.ts';

const EVERY_MS = 60 * 60 * 1000;

async function runOnce(store: Store, snapshots: Snapshots, now: number): Promise<void> {
  const released = await retryHeld(store, now);
  if (released > 0) store.logger.info({ released }, 'held events were applied');
  await snapshots.sweep(now);
  for (const tenant_id of await allTenants(store)) {
    await pruneFeed(store, tenant_id, now);
    await sweepSignIn(store, tenant_id, now);
  }
}

/**
 * Housekeeping at start and every hour: held events are tried again, old feed rows and snapshots go, and what is over of sign-ins. A
 * failure is logged and tried again the next hour. Held events that became due with a batch and were too many for it are tried at once.
 * @returns the function that stops it and waits for a run under way
 */
export function startJobs(store: Store, snapshots: Snapshots, clock: () => number): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  let stopped = false;
  const after = (work: () => Promise<unknown>): void => {
    running = running
      .then(() => (stopped ? undefined : work()))
      .then(
        () => undefined,
        (error: unknown) => {
          store.logger.error({ err: error }, 'housekeeping failed');
        },
      );
  };
  const run = (): void => after(() => runOnce(store, snapshots, clock()));
  run();
  const deaf = onHeldDue(store, (tenant_id) => after(() => retryDue(store, tenant_id, clock())));
  const timer = setInterval(run, EVERY_MS);
  timer.unref();
  return async () => {
    stopped = true;
    clearInterval(timer);
    deaf();
    await running;
  };
}
