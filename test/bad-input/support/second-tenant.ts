import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createTenant } from '../../../apps/central/src/ledger/index.ts';
import { openStore } from '../../../apps/central/src/storage/index.ts';

/**
 * Puts a second tenant into a central that is not running, with the same administrator (code and password) and a warehouse. There is no call for
 * it: a tenant is made by whoever runs central.
 */
export async function addSecondTenant(data: string): Promise<string> {
  const store = await openStore({ data_dir: join(data, 'central') });
  try {
    const admin = await store.db
      .selectFrom('operator')
      .selectAll()
      .where('code', '=', 'admin')
      .executeTakeFirstOrThrow();
    const { password_hash } = await store.db
      .selectFrom('operator_password')
      .select('password_hash')
      .where('operator_id', '=', admin.operator_id)
      .executeTakeFirstOrThrow();
    const { tenant_id } = await createTenant(store, { name: 'Another company', now: Date.now() });
    await store.transaction(async ({ db }) => {
      const operator_id = randomUUID();
      await db
        .insertInto('operator')
        .values({ ...admin, tenant_id, operator_id })
        .execute();
      await db
        .insertInto('operator_password')
        .values({ tenant_id, operator_id, password_hash, set_at: Date.now() })
        .execute();
      await db
        .insertInto('warehouse')
        .values({ tenant_id, warehouse_id: randomUUID(), code: 'MAIN', name: 'Their warehouse' })
        .execute();
    });
    return tenant_id;
  } finally {
    await store.close();
  }
}
