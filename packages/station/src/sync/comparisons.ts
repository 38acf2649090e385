import { ScanEnded, type StationStore } from '@serialbridge/cache';
import type { SyncStatus } from '@serialbridge/protocol';
import { z } from 'zod';
import type { Log } from '../contract/host-context.ts';
import { CentralError } from './central-error.ts';
import type { CentralClient } from './central-client.ts';
import { compareCache, type CompareParts } from './compare-cache.ts';
import type { SyncPorts } from './sync-ports.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Wait after a start, and after a comparison that did not come to its end. At least half of it, the rest by chance. */
const SOON_MS = 20 * MINUTE_MS;
/** What is kept over a restart. */
const NOTE = 'last-comparison';
const Kept = z.object({ compared_at: z.number(), ranges_differed: z.number(), rows_repaired: z.number() });

export interface ComparisonOptions extends CompareParts {
  readonly store: StationStore;
  readonly ports: SyncPorts;
  readonly now: () => number;
  readonly random: () => number;
  readonly log: Log;
  /** Null: central is not reached now. */
  readonly client: () => CentralClient | null;
  readonly onStatus: () => void;
  /** Rows of the cache were put right. */
  readonly onData: () => void;
}

export interface Comparisons {
  start(): void;
  /** At once, or as soon as central is reached. */
  compareNow(): void;
  /** Central is reached, so a comparison that was asked for begins. */
  reached(): void;
  status(): SyncStatus['comparison'];
  stop(): Promise<void>;
}

/** Compares the cache with central some minutes after a start, daily, and when it is asked for. */
export function comparisons(options: ComparisonOptions): Comparisons {
  const { store, ports, now, random, log, client, onStatus, onData } = options;
  let endTimer: (() => void) | null = null;
  let running: Promise<void> | null = null;
  let underWay: AbortController | null = null;
  let asked = false;
  let last = Kept.safeParse(store.notes.read(NOTE)).data ?? null;
  let stopped = false;

  const plan = (ms: number): void => {
    endTimer?.();
    if (!stopped) endTimer = ports.after(Math.round(ms * (0.5 + random() / 2)), run);
  };

  const compare = async (central: CentralClient, signal: AbortSignal): Promise<void> => {
    try {
      const came = await compareCache(options, central, signal);
      const { ranges_differed, rows_repaired } = came;
      last = { compared_at: now(), ranges_differed, rows_repaired };
      store.notes.write({ [NOTE]: last });
      log[ranges_differed > 0 ? 'warn' : 'info'](came, 'the cache was compared with central');
      if (rows_repaired > 0) onData();
      plan(DAY_MS);
      await central.compared(came, signal);
    } catch (error) {
      if (signal.aborted) return;
      plan(SOON_MS);
      const expected = error instanceof CentralError || error instanceof ScanEnded;
      log[expected ? 'info' : 'error']({ reason: String(error) }, 'the cache could not be compared with central');
    }
  };

  function run(): void {
    endTimer = null;
    if (running !== null || stopped) return;
    const central = client();
    if (central === null) {
      plan(SOON_MS);
      return;
    }
    asked = false;
    const control = new AbortController();
    underWay = control;
    running = compare(central, control.signal).finally(() => {
      running = null;
      onStatus();
    });
    onStatus();
  }

  return {
    start: () => plan(SOON_MS),
    compareNow: () => {
      // One under way answers whoever asks meanwhile.
      asked = running === null;
      if (client() !== null) run();
    },
    reached: () => {
      if (asked) run();
    },
    status: () => {
      if (last === null && running === null) return null;
      return { running: running !== null, ...(last ?? { compared_at: null, ranges_differed: 0, rows_repaired: 0 }) };
    },
    stop: async () => {
      stopped = true;
      endTimer?.();
      underWay?.abort();
      await running;
    },
  };
}
