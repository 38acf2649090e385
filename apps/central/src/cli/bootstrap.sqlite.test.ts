import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Central } from '../central.ts';
import { makeMetrics } from '../http/metrics.ts';
import { openStore, type Store } from '../storage/index.ts';
import { bootstrap } from './bootstrap.ts';

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'serialbridge-bootstrap-'));
  store = await openStore({ data_dir: folder });
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

test('bootstrap: the same admin at every start changes nothing, another PIN does', async () => {
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
