import { expect, test } from 'vitest';
import { inLane } from './lanes.ts';

type Central = Parameters<typeof inLane>[0];

/** Of central lanes use its clock and its patience alone. */
const central = { store: {}, now: () => 1_000_000, wait: () => Promise.resolve() } as unknown as Central;

test('auth.slowed: a crowd of addresses does not keep a known browser waiting', async () => {
  const judged: string[] = [];
  const begun = Promise.withResolvers<void>();
  const judge = (name: string): Promise<void> =>
    inLane(central, name, async () => {
      await begun.promise;
      judged.push(name);
    });
  const crowd = Array.from({ length: 200 }, (_, at) => judge(`address:2001:db8:${at.toString(16)}::/64`));
  const known = judge('device:somebody:hash');
  await new Promise((resolve) => setImmediate(resolve));
  begun.resolve();
  await Promise.all([...crowd, known]);
  // After those that were being judged when it came.
  expect(judged.indexOf('device:somebody:hash')).toBe(2);
});
