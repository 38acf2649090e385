import { expect, test } from 'vitest';
import { delayOf, judgeSliding, judgeTry } from './tries.ts';

const RULE = { tries: 3, lock_ms: 1000, forgets: true, skew_ms: 0 };
const failed = (failures: number, locked_until: number | null = null, last_failed_at = 0) => ({
  failures,
  last_failed_at,
  locked_until,
});

test('auth.locked: the last try that is left locks, and nobody is let in until the lock is over', () => {
  expect(judgeTry(null, 5, RULE)).toEqual({ counted: failed(1, null, 5) });
  expect(judgeTry(failed(2), 5, RULE)).toEqual({ counted: failed(3, 1005, 5) });
  expect(judgeTry(failed(3, 1005, 5), 1004, RULE)).toEqual({ locked_until: 1005 });
});

test('auth.locked: after the lock failures are forgotten, or one try is left, as the rule says', () => {
  expect(judgeTry(failed(3, 1000), 1000, RULE)).toEqual({ counted: failed(1, null, 1000) });
  expect(judgeTry(failed(3, 1000), 1000, { ...RULE, forgets: false })).toEqual({ counted: failed(4, 2000, 1000) });
  expect(judgeTry(failed(2), 1001, RULE)).toEqual({ counted: failed(1, null, 1001) });
});

test('auth.locked: a lock that was written while the clock was a day ahead locks nobody out', () => {
  expect(judgeTry(failed(3, 86_400_000, 86_399_000), 0, RULE)).toEqual({ counted: failed(1) });
});

test('auth.wrong-pin: each wrong try waits twice as long as the one before, up to a limit', () => {
  expect([1, 2, 3, 9].map((failures) => delayOf(failures, 100, 2000))).toEqual([100, 200, 400, 2000]);
});

const WINDOW = { tries: 3, window_ms: 1000, skew_ms: 0 };

test('auth.locked: a sliding window lets the next try in as soon as the oldest of too many is old enough', () => {
  expect(judgeSliding([], 0, WINDOW)).toEqual({ failed_at: [0], locked_until: null });
  expect(judgeSliding([0, 400], 500, WINDOW)).toEqual({ failed_at: [0, 400, 500], locked_until: 1000 });
  expect(judgeSliding([0, 400, 500], 999, WINDOW)).toEqual({ locked_until: 1000 });
  expect(judgeSliding([0, 400, 500], 1000, WINDOW)).toEqual({ failed_at: [400, 500, 1000], locked_until: 1400 });
});

test('auth.locked: in a sliding window a wrong try now and then never locks, however long it goes on', () => {
  let failed_at: readonly number[] = [];
  for (let at = 0; at < 100_000; at += 501) {
    const judged = judgeSliding(failed_at, at, WINDOW);
    if (!('failed_at' in judged)) throw new Error(`locked at ${at}`);
    ({ failed_at } = judged);
    expect(failed_at.length).toBeLessThan(3);
  }
});

test('auth.locked: in a sliding window tries of a clock that was ahead count no more', () => {
  expect(judgeSliding([90_000, 90_001, 90_002], 0, WINDOW)).toEqual({ failed_at: [0], locked_until: null });
});
