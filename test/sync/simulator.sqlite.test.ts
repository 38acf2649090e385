import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LEAST_EVENTS, runWorld } from './run-world.ts';
import type { Base } from './world/base.ts';
import { makeBase } from './world/make-base.ts';
import { planOf } from './world/plan.ts';

/** A few worlds with every `npm test`; `npm run test:sim` plays as many as one likes, and looks for the planted bugs. */
let base: Base;
beforeAll(async () => {
  base = await makeBase();
});
afterAll(() => rmSync(base.dir, { recursive: true, force: true }));

test.each([1, 2, 3])(
  'sync.simulated: seed %i holds every invariant',
  async (seed) => {
    const { broken, events } = await runWorld(base, planOf(seed));
    expect(broken).toBeNull();
    expect(events).toBeGreaterThanOrEqual(LEAST_EVENTS);
  },
  120_000,
);

test('sync.simulated: a planted bug is found, and the same seed finds it the same way again', async () => {
  const first = await runWorld(base, planOf(1), 'sequence-cursor');
  const again = await runWorld(base, planOf(1), 'sequence-cursor');
  expect(first.broken).not.toBeNull();
  expect(again.broken?.invariant).toBe(first.broken?.invariant);
  expect(again.events).toBe(first.events);
}, 120_000);
