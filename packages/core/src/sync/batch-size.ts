/** How long an answer should take: a batch that takes longer is cut off more easily, and all of it is sent again. */
export const ANSWER_TARGET_MS = 2_000;
/** How long an answer is waited for at first, and at most: a single event or a version can't be made smaller, only be given more time. */
export const ANSWER_WAIT_MS = 30_000;
export const ANSWER_LONGEST_WAIT_MS: number = 16 * ANSWER_WAIT_MS;
/** Least share of the largest batch: some eight events, eighty rows of the feed. */
export const LEAST_SHARE: number = 1 / 64;
const LARGEST_STEP = 1 / 10;
/** A link that breaks at a certain size then breaks at every fourth batch, not at nearly every one. */
const SMALL_STEP = 1 / 4;

/** What a link carries, as learned from its answers. One for each direction. */
export interface LinkPace {
  /** Of the largest batch that there is, in (0, 1]: events, bytes and rows alike. */
  readonly share: number;
  /** How long the next answer is waited for. */
  readonly wait_ms: number;
}

/** How a batch fared. */
export interface BatchFate {
  /** How large it was, of the largest batch that there is. */
  readonly used: number;
  /**
   * More waited, and did not fit. Its size alone does not tell: events and versions are never cut, so that the smallest batches leave a good
   * part of their share empty.
   */
  readonly full: boolean;
  /** Until its answer was read, or until it failed. */
  readonly ms: number;
  /** It broke off, or nothing came in time. */
  readonly failed: boolean;
}

/** Before anything is known: the largest batch, which is right for nearly every link. */
export const FULL_PACE: LinkPace = { share: 1, wait_ms: ANSWER_WAIT_MS };

/**
 * What to send after a batch. Halves when it failed, shrinks when its answer took longer than ANSWER_TARGET_MS, and grows by a quarter, at most a tenth of
 * the largest, with each full batch that was answered in half of that: a link that breaks after so many bytes, or carries few in a second, still gets everything through.
 * Who waited in vain also waits twice as long for the next, since there may be no smaller batch.
 */
export function nextPace({ share, wait_ms }: LinkPace, { used, full, ms, failed }: BatchFate): LinkPace {
  const size = Math.min(share, Math.max(used, 0));
  if (failed)
    return {
      share: Math.max(LEAST_SHARE, size / 2),
      wait_ms: ms < wait_ms ? wait_ms : Math.min(2 * wait_ms, ANSWER_LONGEST_WAIT_MS),
    };
  const wait = ms < ANSWER_WAIT_MS / 2 ? ANSWER_WAIT_MS : wait_ms;
  if (ms > ANSWER_TARGET_MS)
    return { share: Math.max(LEAST_SHARE, size * Math.max(ANSWER_TARGET_MS / ms, 1 / 2)), wait_ms: wait };
  // What was not full tells nothing of a larger one.
  const isRoomy = full && ms <= ANSWER_TARGET_MS / 2;
  return { share: isRoomy ? Math.min(1, share + Math.min(LARGEST_STEP, share * SMALL_STEP)) : share, wait_ms: wait };
}

/** The limit that a share of `most` comes to. */
export function limitOf(share: number, most: number): number {
  return Math.max(1, Math.floor(share * most));
}
