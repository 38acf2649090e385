import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { freshStore } from '@serialbridge/testing/store/fresh-store';

/** Asked after every push: by any other index it reads the tenant's whole ledger to find that nothing is held. */
test('held events are found by their own index, in the ledger’s order, without sorting', async () => {
  const { store, drop } = await freshStore();
  try {
    const outcome = 'held';
    const plan = await store.read(({ db }) =>
      sql<{ detail: string }>`explain query plan select envelope from event
        where tenant_id = ${'t'} and outcome = ${outcome} order by version, ord limit ${500}`.execute(db as never),
    );
    expect(plan.rows.map(({ detail }) => detail)).toEqual(['SEARCH event USING INDEX event_held (tenant_id=?)']);
  } finally {
    await drop();
  }
});
