import { expect, onTestFinished, test } from 'vitest';
import type { Row } from '@serialbridge/core/model';
import { rowOf } from '@serialbridge/testing/rows';
import { AS_CENTRAL } from '@serialbridge/testing/store/fill-tenant';
import { put } from '@serialbridge/testing/store/test-warehouse';
import { freshStore } from '@serialbridge/testing/store/fresh-store';
import type { Central } from '../auth/central.ts';
import { allTenants, recordCentralEvents } from '../ledger/index.ts';
import { ENTITY_TABLES } from '../storage/index.ts';
import { makeMetrics } from '../api/metrics.ts';
import { bootstrap, lockedOutAdmin } from './bootstrap.ts';

async function freshCentral(): Promise<{ central: Central; version: () => Promise<number> }> {
  const { store, drop } = await freshStore();
  onTestFinished(drop);
  const central: Central = {
    store,
    logger: store.logger as Central['logger'],
    metrics: makeMetrics(store),
    now: () => 9000,
    software: 'test',
    password_cost: { N: 1024, r: 8, p: 1 },
    wait: () => Promise.resolve(),
  };
  const version = async (): Promise<number> =>
    (await store.db.selectFrom('tenant_head').select('version').executeTakeFirstOrThrow()).version;
  return { central, version };
}

test('bootstrap: whoever has the code of a wanted admin stays as before, at every start', async () => {
  const { central, version } = await freshCentral();
  const { first_admin: first, first_start } = await bootstrap(central, { tenant_name: 'T', admin: { code: '900' } });
  expect(first).toEqual({ code: '900', one_time_code: expect.stringMatching(/^[A-Z2-9-]{14}$/u) as string });
  const before = await version();
  expect(first_start).toBe(true);
  const nothing = { first_admin: null, first_start: false };
  expect(await bootstrap(central, { tenant_name: 'T', admin: { code: '900' } })).toEqual(nothing);
  expect(await bootstrap(central, { tenant_name: 'T', admin: null })).toEqual(nothing);
  // The name for a first admin makes nobody where there is a tenant.
  expect(await bootstrap(central, { tenant_name: 'T', admin: null, first_code: 'demo' })).toEqual(nothing);
  expect(await version()).toBe(before);
});

test('bootstrap: the first start alone makes an admin, whose one-time code is a way in', async () => {
  const { central } = await freshCentral();
  expect((await bootstrap(central, { tenant_name: 'T', admin: null })).first_admin?.code).toBe('admin');
  expect(await lockedOutAdmin(central)).toBeNull();
  expect(await lockedOutAdmin({ ...central, now: () => 9000 + 25 * 60 * 60 * 1000 })).toBe('admin');
});

test('bootstrap: whoever manages people and roles by a role of the house is admin enough', async () => {
  const { central, version } = await freshCentral();
  await bootstrap(central, { tenant_name: 'T', admin: { code: '900' } });
  const [tenant_id = ''] = await allTenants(central.store);
  const [present] = await central.store.read(({ bulk }) =>
    bulk.readAfter(tenant_id, ENTITY_TABLES.operator, undefined, 1),
  );
  const role = rowOf('role', { code: 'chief', name: 'Chief', rights: ['people', 'roles'], active: true });
  const operator = { ...present, role: 'chief' } as Row<'operator'>;
  await recordCentralEvents(central.store, tenant_id, [put('role', [role]), put('operator', [operator])], AS_CENTRAL);
  const before = await version();
  expect(await bootstrap(central, { tenant_name: 'T', admin: null })).toEqual({
    first_admin: null,
    first_start: false,
  });
  expect(await version()).toBe(before);
  // So a start tells this person's code, too, when nobody has a way in.
  expect(await lockedOutAdmin(central)).toBeNull();
  expect(await lockedOutAdmin({ ...central, now: () => 9000 + 25 * 60 * 60 * 1000 })).toBe('900');
});
