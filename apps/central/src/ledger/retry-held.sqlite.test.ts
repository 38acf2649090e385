import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { Store } from '../storage/index.ts';
import { freshStore } from '@serialbridge/testing/store/fresh-store';

async function planOf(store: Store, text: string): Promise<string[]> {
  const plan = await store.read(({ db }) =>
    sql<{ detail: string }>`explain query plan ${sql.raw(text)}`.execute(db as never),
  );
  return plan.rows.map(({ detail }) => detail);
}

/** Asked with every push: by any other index it would read the tenant's whole ledger, or every held event, to find that nothing is due. */
test('what waits for a row, what is due and how many events a station has held are found by their own indexes, without sorting', async () => {
  const { store, drop } = await freshStore();
  try {
    expect(
      await planOf(
        store,
        `select * from json_each('[]') k cross join held_wait t where t.tenant_id = 't' and t."key" = k.value`,
      ),
    ).toContain('SEARCH t USING PRIMARY KEY (tenant_id=? AND key=?)');
    expect(
      await planOf(store, `select event_id from held_due where tenant_id = 't' order by version, ord limit 100`),
    ).toEqual(['SEARCH held_due USING PRIMARY KEY (tenant_id=?)']);
    expect(
      await planOf(
        store,
        `select held_count from "case" where tenant_id = 't' and station_id = 's' and "state" = 'open'`,
      ),
    ).toEqual(['SEARCH case USING INDEX case_station (tenant_id=? AND station_id=? AND state=?)']);
  } finally {
    await drop();
  }
});
