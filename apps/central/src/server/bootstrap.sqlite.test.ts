import { expect, onTestFinished, test } from 'vitest';
import { freshStore } from '@serialbridge/testing/store/fresh-store';
import type { Central } from '../auth/central.ts';
import { makeMetrics } from '../api/metrics.ts';
import { bootstrap } from './bootstrap.ts';

test('bootstrap: the same admin at every start changes nothing, another PIN does', async () => {
  const { store, drop } = await freshStore();
  onTestFinished(drop);
  const central: Central = {
    store,
    logger: store.logger as Central['logger'],
    metrics: makeMetrics(store),
    now: () => 9000,
    software: 'test',
  };
  const versionAfter = async (pin: string): Promise<number> => {
    await bootstrap(central, { tenant_name: 'T', admin: { code: '900', pin } });
    return (await store.db.selectFrom('tenant_head').select('version').executeTakeFirstOrThrow()).version;
  };
  const first = await versionAfter('900900');
  expect(await versionAfter('900900')).toBe(first);
  expect(await versionAfter('111111')).toBe(first + 1);
});
