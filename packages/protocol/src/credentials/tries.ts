/** What is kept of the wrong tries of one subject: a person's code, an address. Central keeps it in its database, a station in ops.db. */
export interface Tries {
  readonly failures: number;
  readonly last_failed_at: number;
  /** Null: not locked. */
  readonly locked_until: number | null;
}

export interface TryLimit {
  /** Wrong tries until it locks. */
  readonly tries: number;
  readonly lock_ms: number;
}

interface TryRule extends TryLimit {
  /** Failures count no more once a lock is over, or as long ago as a lock lasts. False: they count until a right try, so that each try after a lock locks again. */
  readonly forgets: boolean;
  /** How far apart the clocks are that read and write the same tries. */
  readonly skew_ms: number;
}

/**
 * Judges a try before its secret is looked at, and counts it as failed: a restart, or a hundred guesses at once, forgive none. A lock that ends
 * later than any can, or a failure farther away than one counts, was written while the clock was wrong.
 * @returns when the lock ends, or what is to be kept until the try turns out right
 */
export function judgeTry(
  before: Tries | null,
  at: number,
  { tries, lock_ms, forgets, skew_ms }: TryRule,
): { readonly locked_until: number } | { readonly counted: Tries } {
  const isNear = (instant: number): boolean => Math.abs(instant - at) <= lock_ms + skew_ms;
  const until = before?.locked_until ?? null;
  if (until !== null && until > at && isNear(until)) return { locked_until: until };
  const isForgotten =
    before === null || (forgets && (!isNear(before.last_failed_at) || (until !== null && until <= at)));
  const failures = (isForgotten ? 0 : before.failures) + 1;
  return { counted: { failures, last_failed_at: at, locked_until: failures >= tries ? at + lock_ms : null } };
}

export interface SlidingLimit {
  /** Wrong tries that may be within the window. */
  readonly tries: number;
  readonly window_ms: number;
  /** How far apart the clocks are that read and write the same tries. */
  readonly skew_ms: number;
}

/**
 * The same with a window that slides: nobody waits longer than until the oldest of too many wrong tries is as old as the window. A try later than
 * now was written while the clock was wrong and counts no more.
 * @returns when the next try is judged again, or the times to be kept until the try turns out right
 */
export function judgeSliding(
  failed_at: readonly number[],
  at: number,
  { tries, window_ms, skew_ms }: SlidingLimit,
): { readonly locked_until: number } | { readonly failed_at: readonly number[]; readonly locked_until: number | null } {
  const recent = failed_at.filter((one) => one > at - window_ms && one <= at + skew_ms).slice(-tries);
  const until = (times: readonly number[]): number | null =>
    times.length < tries ? null : (times[times.length - tries] ?? at) + window_ms;
  const locked_until = until(recent);
  if (locked_until !== null) return { locked_until };
  const counted = [...recent, at];
  return { failed_at: counted, locked_until: until(counted) };
}

/** How long the answer to a wrong try waits: twice as long with each, so that guessing is slow before it locks. */
export function delayOf(failures: number, first_ms: number, most_ms: number): number {
  return Math.min(most_ms, first_ms * 2 ** Math.min(failures - 1, 10));
}
