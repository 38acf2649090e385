import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  ANSWER_LONGEST_WAIT_MS,
  ANSWER_TARGET_MS,
  ANSWER_WAIT_MS,
  FULL_PACE,
  LEAST_SHARE,
  limitOf,
  nextPace,
  type BatchFate,
  type LinkPace,
} from './batch-size.ts';

const quick: BatchFate = { used: 1, full: true, ms: 100, failed: false };
const play = (pace: LinkPace, ...fates: readonly BatchFate[]): LinkPace => fates.reduce(nextPace, pace);

test('sync.pace: a good link always gets the largest batch', () => {
  expect(play(FULL_PACE, quick, quick)).toEqual(FULL_PACE);
});

test('sync.pace: a batch that breaks off halves the next one, from what was sent', () => {
  const broken = { full: true, ms: 100, failed: true };
  expect(nextPace(FULL_PACE, { used: 1, ...broken }).share).toBe(1 / 2);
  expect(nextPace(FULL_PACE, { used: 1 / 10, ...broken }).share).toBe(1 / 20);
});

test('sync.pace: waiting in vain halves the batch and doubles the wait; a quick answer ends that', () => {
  const waited = nextPace(FULL_PACE, { used: 1, full: true, ms: ANSWER_WAIT_MS, failed: true });
  expect(waited).toEqual({ share: 1 / 2, wait_ms: 2 * ANSWER_WAIT_MS });
  expect(nextPace(waited, { used: 1 / 2, full: true, ms: ANSWER_WAIT_MS, failed: true }).wait_ms).toBe(
    2 * ANSWER_WAIT_MS,
  );
  expect(nextPace(waited, quick).wait_ms).toBe(ANSWER_WAIT_MS);
});

test('sync.pace: a slow answer shrinks the next batch to what fits, at most by half', () => {
  expect(nextPace(FULL_PACE, { ...quick, ms: ANSWER_TARGET_MS * 1.25 }).share).toBeCloseTo(0.8);
  expect(nextPace(FULL_PACE, { ...quick, ms: ANSWER_TARGET_MS * 100 }).share).toBe(1 / 2);
});

test('sync.pace: only a full batch makes the next one larger', () => {
  const half: LinkPace = { share: 1 / 2, wait_ms: ANSWER_WAIT_MS };
  expect(nextPace(half, { ...quick, used: 1 / 2 }).share).toBeCloseTo(0.6);
  expect(nextPace(half, { ...quick, used: 1 / 2, full: false }).share).toBe(1 / 2);
});

/** Events of 1,100 bytes: three in the 4 KB that the least batch may have of 256, and so on. */
const fill = ({ share }: LinkPace): number => Math.floor((share * 262_144) / 1_100) * (1_100 / 262_144);

test('sync.pace: the least batch grows again too, though whole events fill only a part of it', () => {
  const least = nextPace(FULL_PACE, { used: 4 / 500, full: false, ms: 2 * ANSWER_TARGET_MS, failed: false });
  expect(least.share).toBe(LEAST_SHARE);
  let pace = least;
  for (let at = 0; at < 24; at += 1) pace = nextPace(pace, { ...quick, used: fill(pace) });
  expect(pace).toEqual(FULL_PACE);
});

const fate: fc.Arbitrary<BatchFate> = fc.record({
  used: fc.double({ min: 0, max: 3, noNaN: true }),
  full: fc.boolean(),
  // A clock that is set back makes an answer take less than no time.
  ms: fc.integer({ min: -100_000, max: 10_000_000 }),
  failed: fc.boolean(),
});

test('sync.pace: whatever happens, there is something to send and an end to waiting; a failure never makes it larger', () => {
  fc.assert(
    fc.property(fc.array(fate, { maxLength: 60 }), (fates) => {
      let pace = FULL_PACE;
      for (const one of fates) {
        const next = nextPace(pace, one);
        expect(next.share).toBeGreaterThanOrEqual(LEAST_SHARE);
        expect(next.share).toBeLessThanOrEqual(1);
        expect(next.wait_ms).toBeGreaterThanOrEqual(ANSWER_WAIT_MS);
        expect(next.wait_ms).toBeLessThanOrEqual(ANSWER_LONGEST_WAIT_MS);
        const most = one.failed ? Math.max(LEAST_SHARE, pace.share / 2) : 1;
        expect(next.share).toBeLessThanOrEqual(most);
        expect(limitOf(next.share, 500)).toBeGreaterThanOrEqual(1);
        pace = next;
      }
      const recovered = play(pace, ...Array.from({ length: 24 }, () => quick));
      expect(recovered).toEqual(FULL_PACE);
    }),
  );
});

test('sync.pace: over any link that carries the least batch in time, batches get through', () => {
  const ROUNDS = 200;
  fc.assert(
    fc.property(
      // Share of the largest batch that the link carries in a second, and after how much it breaks.
      fc.double({ min: LEAST_SHARE / 20, max: 2, noNaN: true }),
      fc.double({ min: LEAST_SHARE, max: 2, noNaN: true }),
      (rate, breaksAfter) => {
        let pace = FULL_PACE;
        let sent = 0;
        for (let round = 0; round < ROUNDS; round += 1) {
          const used = pace.share;
          const full = (used / rate) * 1000;
          const failed = used > breaksAfter || full > pace.wait_ms;
          if (!failed) sent += 1;
          pace = nextPace(pace, {
            used,
            full: true,
            ms: Math.min((Math.min(used, breaksAfter) / rate) * 1000, pace.wait_ms),
            failed,
          });
        }
        expect(sent).toBeGreaterThan(ROUNDS / 3);
      },
    ),
  );
});
