import { FULL_PACE, limitOf, nextPace, type BatchFate, type LinkPace } from '@serialbridge/core/sync';
import { CentralError } from './central-error.ts';

interface PaceKeeper {
  /** The share of a full batch that fits the link now. */
  limit(most: number): number;
  /**
   * Asks, and learns from how it went. `sizeOf`: of the batch; the answer is undefined if there was none. What is given up on purpose (`signal`)
   * teaches nothing.
   */
  measure<T>(
    signal: AbortSignal,
    sizeOf: (answer?: T) => Pick<BatchFate, 'used' | 'full'>,
    ask: (wait_ms: number) => Promise<T>,
  ): Promise<T>;
}

/** Too slow or too large for something on the way. */
const TOO_LARGE: ReadonlySet<number> = new Set([408, 413, 504]);

/** True if a smaller batch might have come through. What central itself refuses does not depend on the size. */
const isOfSize = (error: unknown): boolean =>
  error instanceof CentralError && (error.status === 0 || TOO_LARGE.has(error.status));

/** Learns how much one direction of the link to central carries, by core's rules. */
export function linkPace(now: () => number): PaceKeeper {
  let pace: LinkPace = FULL_PACE;
  return {
    limit: (most) => limitOf(pace.share, most),
    measure: async (signal, sizeOf, ask) => {
      const from = now();
      try {
        const answer = await ask(pace.wait_ms);
        pace = nextPace(pace, { ...sizeOf(answer), ms: now() - from, failed: false });
        return answer;
      } catch (error) {
        if (!signal.aborted && isOfSize(error)) pace = nextPace(pace, { ...sizeOf(), ms: now() - from, failed: true });
        throw error;
      }
    },
  };
}
