import { v7 as uuidv7 } from 'uuid';
import { ZERO_HASH } from '@serialbridge/protocol';
import type { TenantHeadTable, TenantTable } from '../storage/store/database.ts';
import type { ReadTx, Store, WriteTx } from '../storage/store/store.ts';
import { UnknownTenant } from './ledger-faults.ts';

/** Makes a tenant with an empty ledger at version 0. */
export async function createTenant(
  store: Store,
  { name, now, tenant_id = uuidv7() }: { name: string; now: number; tenant_id?: string },
): Promise<TenantTable> {
  const tenant: TenantTable = { tenant_id, name, created_at: now };
  await store.transaction(async (tx) => {
    await tx.db.insertInto('tenant').values(tenant).execute();
    await tx.db
      .insertInto('tenant_head')
      .values({
        tenant_id,
        central_id: uuidv7(),
        central_incarnation: uuidv7(),
        epoch: uuidv7(),
        version: 0,
        hash: ZERO_HASH,
        floor: 0,
        scoped_since: null,
      })
      .execute();
    await tx.db
      .insertInto('feed_version')
      .values({ tenant_id, version: 0, hash: ZERO_HASH, rows: 0, at: now })
      .execute();
  });
  return tenant;
}

/** Every tenant, oldest first. */
export async function allTenants({ db }: Store): Promise<string[]> {
  const rows = await db.selectFrom('tenant').select('tenant_id').orderBy('created_at').execute();
  return rows.map(({ tenant_id }) => tenant_id);
}

/** @throws UnknownTenant */
export async function lockTenant(tx: WriteTx, tenant_id: string): Promise<TenantHeadTable> {
  const head = await tx.lockTenant(tenant_id);
  if (head === undefined) throw new UnknownTenant(tenant_id);
  return head;
}

/** @throws UnknownTenant */
export async function readHead(db: ReadTx['db'], tenant_id: string): Promise<TenantHeadTable> {
  const head = await db.selectFrom('tenant_head').selectAll().where('tenant_id', '=', tenant_id).executeTakeFirst();
  if (head === undefined) throw new UnknownTenant(tenant_id);
  return head;
}
