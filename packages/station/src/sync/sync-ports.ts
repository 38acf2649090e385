import { setImmediate as whenReady } from 'node:timers/promises';

/**
 * What sync needs of the world: the network, timers and threads. The host takes the real ones; the deterministic simulator (`test/sync`)
 * runs the same loop over a seeded network and a clock of its own.
 */
export interface SyncPorts {
  readonly fetch: typeof fetch;
  /** A signal that aborts after so many milliseconds. */
  readonly timeout: (ms: number) => AbortSignal;
  /** Calls `work` once after so many milliseconds. @returns the function that ends it before */
  readonly after: (ms: number, work: () => void) => () => void;
  /** Lets other work of this process run: resolves when what is ready to run has run. */
  readonly breathe: () => Promise<void>;
}

export const REAL_PORTS: SyncPorts = {
  fetch: (...given) => fetch(...given),
  timeout: (ms) => AbortSignal.timeout(ms),
  after: (ms, work) => {
    const timer = setTimeout(work, ms);
    return () => {
      clearTimeout(timer);
    };
  },
  breathe: () => whenReady(),
};
