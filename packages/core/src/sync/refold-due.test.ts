import { expect, test } from 'vitest';
import { FEW_PENDING, isRefoldDue, PAUSE_MS, STALE_LONGEST_MS, STALE_MS, type PutOff } from './refold-due.ts';

const busy: PutOff = { pending: 8_000, stale_ms: STALE_MS + 1, quiet_ms: 20, at_rest: false };

test('sync.refold: thousands of pending events are not folded while somebody scans', () => {
  expect(isRefoldDue(busy)).toBe(false);
  expect(isRefoldDue({ ...busy, at_rest: true })).toBe(false);
  expect(isRefoldDue({ ...busy, quiet_ms: PAUSE_MS + 1 })).toBe(true);
});

test('sync.refold: few are folded whoever scans, once the outbox had its time or has nothing more to do', () => {
  const few: PutOff = { ...busy, pending: FEW_PENDING };
  expect(isRefoldDue(few)).toBe(true);
  expect(isRefoldDue({ ...few, stale_ms: 10 })).toBe(false);
  expect(isRefoldDue({ ...few, stale_ms: 10, at_rest: true })).toBe(true);
});

test('sync.refold: a pause alone is no reason while the outbox drains', () => {
  expect(isRefoldDue({ ...busy, stale_ms: 10, quiet_ms: PAUSE_MS + 1 })).toBe(false);
});

test('sync.refold: nobody ever pauses: not put off for ever', () => {
  expect(isRefoldDue({ ...busy, stale_ms: STALE_LONGEST_MS + 1 })).toBe(true);
});
