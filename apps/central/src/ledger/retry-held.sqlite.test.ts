import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { openStore } from '../storage/index.ts';

const data_dir = mkdtempSync(join(tmpdir(), 'serialbridge-held-'));
afterAll(() => rmSync(data_dir, { recursive: true, force: true }));

/** Asked after every push: by any other index it reads the tenant's whole ledger to find that nothing is held. */
test('held events are found by their own index, in the ledger’s order, without sorting', async () => {
  const store = await openStore({ data_dir });
  try {
    const outcome = 'held';
    const plan = await store.read(({ db }) =>
      sql<{ detail: string }>`explain query plan select envelope from event
        where tenant_id = ${'t'} and outcome = ${outcome} order by version, ord limit ${500}`.execute(db as never),
    );
    expect(plan.rows.map(({ detail }) => detail)).toEqual(['SEARCH event USING INDEX event_held (tenant_id=?)']);
  } finally {
    await store.close();
  }
});
