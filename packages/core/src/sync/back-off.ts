/** First wait after a failure; doubles with each further one. */
export const BACK_OFF_FIRST_MS = 1_000;
/** Longest wait: a station must be seen again within a minute of the network's return even if no signal of it comes. */
export const BACK_OFF_LONGEST_MS = 60_000;
/** A quiet station says hello this often: it measures the clocks, learns of a moved head without hints, and shows that it lives. */
export const ONLINE_POLL_MS = 15_000;
/** How often a station that needs an upgrade (or whose central does) asks again. */
export const UPGRADE_POLL_MS = 300_000;
/** For how many hellos a station rests whose push was refused by `held.quota`: about a minute. A person who asks for it ends that. */
export const QUOTA_HELLOS = 4;
/** How often a station whose credential central does not know asks again: a database being restored knows it a little later. */
export const UNKNOWN_POLL_MS = 60_000;

/**
 * How long to wait after the `attempt`-th failure in a row (1, 2 …). Half is fixed and half spread by `jitter` in [0, 1), so that
 * stations that lost the network together do not come back together. What central asked for is kept as the least.
 */
export function backOff(attempt: number, jitter: number, retryAfterMs: number | null): number {
  const step = Math.min(BACK_OFF_LONGEST_MS, BACK_OFF_FIRST_MS * 2 ** Math.min(Math.max(0, attempt - 1), 16));
  const spread = Math.min(Math.max(jitter, 0), 1);
  return Math.round(Math.max(retryAfterMs ?? 0, step / 2 + (step / 2) * spread));
}
