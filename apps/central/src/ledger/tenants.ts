import { v7 as uuidv7 } from 'uuid';
import { ZERO_HASH } from '@serialbridge/protocol';
import type { TenantHeadTable, TenantTable } from '../storage/store/database.ts';
import type { ReadTx, Store, WriteTx } from '../storage/store/store.ts';
import { UnknownTenant } from './ledger-faults.ts';

interface NewTenant {
  readonly name: string;
  readonly now: number;
  readonly tenant_id?: string;
}

/** Makes a tenant with an empty ledger at version 0. */
export function createTenant(store: Store, tenant: NewTenant): Promise<TenantTable> {
  return store.transaction((tx) => createTenantIn(tx, tenant));
}

async function createTenantIn(tx: WriteTx, { name, now, tenant_id = uuidv7() }: NewTenant): Promise<TenantTable> {
  const tenant: TenantTable = { tenant_id, name, created_at: now };
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
      judged_from: 0,
    })
    .execute();
  await tx.db.insertInto('feed_version').values({ tenant_id, version: 0, hash: ZERO_HASH, rows: 0, at: now }).execute();
  return tenant;
}

/**
 * The oldest tenant, or a new one in a database that has none. Two centrals may start at once on one empty database: the second waits for the
 * first one's tenant and takes it. With a tenant each, nobody could sign in, because no sign-in says which one it means.
 */
export async function firstTenant(
  store: Store,
  tenant: NewTenant,
): Promise<{ readonly tenant_id: string; readonly is_new: boolean }> {
  const [known] = await allTenants(store);
  if (known !== undefined) return { tenant_id: known, is_new: false };
  return store.transaction(async (tx) => {
    await tx.lockTenants();
    const found = await tx.db.selectFrom('tenant').select('tenant_id').orderBy('created_at').executeTakeFirst();
    if (found !== undefined) return { tenant_id: found.tenant_id, is_new: false };
    return { tenant_id: (await createTenantIn(tx, tenant)).tenant_id, is_new: true };
  });
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
