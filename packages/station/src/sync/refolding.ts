import type { StationStore } from '@serialbridge/cache';
import { isRefoldDue } from '@serialbridge/core/sync';

export interface Refolding {
  /** An own event was recorded just now. */
  recorded(): void;
  /** Folds again what was put off, if it is time; true: it did. `at_rest`: no pull is to come with which it could be done by the way. Throws OpsError. */
  look(at_rest: boolean): boolean;
}

/** Folds an overlay whose folding was put off, at a moment when no scan waits for it. */
export function refolding(
  overlay: Pick<StationStore['overlay'], 'isStale' | 'isLacking' | 'count' | 'rebase'>,
  now: () => number,
): Refolding {
  let since: number | null = null;
  let recorded_at = Number.NEGATIVE_INFINITY;
  return {
    recorded: () => {
      recorded_at = now();
    },
    look: (at_rest) => {
      if (!overlay.isStale()) {
        since = null;
        return false;
      }
      const at = now();
      since ??= at;
      // A clock may be set back.
      const [stale_ms, quiet_ms] = [Math.abs(at - since), Math.abs(at - recorded_at)];
      const asked = { pending: overlay.count(), stale_ms, quiet_ms, at_rest };
      if (!overlay.isLacking() && !isRefoldDue(asked)) return false;
      overlay.rebase();
      since = null;
      return true;
    },
  };
}
