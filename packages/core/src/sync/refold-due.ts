/** Folding so many takes about a tenth of a second; the cache folds as many by itself after a pull. */
export const FEW_PENDING = 500;
/** How long shown totals may lag behind a cache that changed its ground, while a large outbox drains. */
export const STALE_MS = 5_000;
/** Who has not scanned for so long is looking for the next box. */
export const PAUSE_MS = 3_000;
/** A dock where nobody ever pauses is no reason to show old totals all day. */
export const STALE_LONGEST_MS = 600_000;

/** A station's overlay whose folding again was put off (see the cache's overlay keeper). */
export interface PutOff {
  /** Events that would be folded. */
  readonly pending: number;
  /** Since it was put off. */
  readonly stale_ms: number;
  /** Since the last event was recorded here. */
  readonly quiet_ms: number;
  /** Nothing is to come with which it could be done by the way. */
  readonly at_rest: boolean;
}

/**
 * Whether to fold now. Some thousands of events take a second or two, in which no scan is answered: that waits for a pause of the scanner.
 */
export function isRefoldDue({ pending, stale_ms, quiet_ms, at_rest }: PutOff): boolean {
  const isWanted = at_rest || stale_ms > STALE_MS;
  return isWanted && (pending <= FEW_PENDING || quiet_ms > PAUSE_MS || stale_ms > STALE_LONGEST_MS);
}
