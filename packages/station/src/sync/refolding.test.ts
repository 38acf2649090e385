import { PAUSE_MS, STALE_MS } from '@serialbridge/core/sync';
import { expect, test } from 'vitest';
import { refolding, type Refolding } from './refolding.ts';

interface Overlay {
  stale: boolean;
  lacking: boolean;
  pending: number;
  folded: number;
}

function at(overlay: Overlay, clock: { ms: number }): Refolding {
  const store = {
    isStale: () => overlay.stale,
    isLacking: () => overlay.lacking,
    count: () => overlay.pending,
    rebase: () => {
      overlay.folded += 1;
      overlay.stale = false;
      overlay.lacking = false;
    },
  };
  return refolding(store, () => clock.ms);
}
const stale = (pending: number): Overlay => ({ stale: true, lacking: false, pending, folded: 0 });

test('sync.refold: a large overlay waits until the scanner rests, and is then folded once', () => {
  const overlay = stale(8_000);
  const clock = { ms: 1_000_000 };
  const part = at(overlay, clock);
  for (let scan = 0; scan < 500; scan += 1) {
    clock.ms += 20;
    part.recorded();
    expect(part.look(scan % 2 === 0)).toBe(false);
  }
  clock.ms += PAUSE_MS + 1;
  expect([part.look(false), part.look(false), overlay.folded]).toEqual([true, false, 1]);
});

test('sync.refold: how long it is stale counts from when it was found so, each time anew', () => {
  const overlay = stale(60);
  const clock = { ms: 0 };
  const part = at(overlay, clock);
  expect(part.look(false)).toBe(false);
  overlay.stale = false;
  clock.ms += STALE_MS + 1;
  expect(part.look(false)).toBe(false);
  overlay.stale = true;
  expect(part.look(false)).toBe(false);
  clock.ms += STALE_MS + 1;
  expect(part.look(false)).toBe(true);
});

test('sync.refold: an overlay that may lack an own fact is folded at once, whoever scans', () => {
  const overlay = { ...stale(8_000), lacking: true };
  const part = at(overlay, { ms: 0 });
  part.recorded();
  expect([part.look(false), overlay.folded]).toEqual([true, 1]);
});
