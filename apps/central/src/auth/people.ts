import type { Central, SignedIn } from './central.ts';
import { NO_TENANT } from './attempts.ts';
import { readRole } from './rights.ts';
import type { ReadDb } from '../storage/index.ts';
import { allTenants } from '../ledger/tenants.ts';

/** Somebody who may come in, as far as signing in asks. */
export interface Enterer {
  readonly operator_id: string;
  readonly code: string;
  readonly name: string;
  readonly role: string;
}

/** With several tenants the request must say which; not saying it is answered like a wrong password. */
export async function tenantOf({ store }: Central, tenant_id: string | undefined): Promise<string> {
  if (tenant_id !== undefined) return tenant_id;
  const tenants = await allTenants(store);
  return (tenants.length === 1 ? tenants[0] : undefined) ?? NO_TENANT;
}

/** The active operator with this code, badge or id. */
export function findEnterer(
  { store }: Central,
  tenant_id: string,
  column: 'code' | 'badge' | 'operator_id',
  value: string,
): Promise<Enterer | undefined> {
  return (
    store.db
      .selectFrom('operator')
      .select(['operator_id', 'code', 'name', 'role'])
      .where('tenant_id', '=', tenant_id)
      .where(column, '=', value)
      .where('active', '=', true)
      // Two people may have come to one code or badge: it is the first one's until a person decides.
      .orderBy('double_of', (order) => order.asc().nullsFirst())
      .executeTakeFirst()
  );
}

/** With the rights of the person's role as they are now. */
export async function asSignedIn({ store }: Central, tenant_id: string, person: Enterer): Promise<SignedIn> {
  return { tenant_id, ...person, ...(await readRole(store.db, tenant_id, person.role)) };
}

/** Ids of people who have something to enter the console with: a password, a passkey, or a one-time code that is still good. */
export async function enterersOf(db: ReadDb, tenant_id: string, now: number): Promise<ReadonlySet<string>> {
  const passwords = await db
    .selectFrom('operator_password')
    .select('operator_id')
    .where('tenant_id', '=', tenant_id)
    .execute();
  const passkeys = await db.selectFrom('passkey').select('operator_id').where('tenant_id', '=', tenant_id).execute();
  const codes = await db
    .selectFrom('one_time_code')
    .select('operator_id')
    .where('tenant_id', '=', tenant_id)
    .where('expires_at', '>', now)
    .execute();
  return new Set([...passwords, ...passkeys, ...codes].map(({ operator_id }) => operator_id));
}
