import * as nodeCrypto from 'node:crypto';
import { randomBytes } from 'node:crypto';
import { effectivePolicy } from '@serialbridge/core/policy';
import type { SignInRequest } from '@serialbridge/protocol/central';
import { hashPin, verifyPin } from '@serialbridge/protocol/credentials';
import type { Central, SignedIn } from './central.ts';
import { Refusal } from '../refusal.ts';
import { beginTry, delayAfter, NO_TENANT, succeeded, takeBack, type Limit } from './attempts.ts';
import { readPin } from './operator-secrets.ts';
import { allTenants } from '../ledger/tenants.ts';
import { readRole } from './rights.ts';

/** Wrong tries from one address, whoever's PIN is guessed. */
const ADDRESS_TRIES = 30;
const ADDRESS_LOCK_MS = 15 * 60 * 1000;

/** Checked when there is no such operator, so that the answer takes as long. */
let nobody: Promise<string> | undefined;
const nobodysPin = (): Promise<string> => (nobody ??= hashPin(randomBytes(16).toString('hex'), nodeCrypto));

async function tenantOf({ store }: Central, tenant_id: string | undefined): Promise<string | null> {
  if (tenant_id !== undefined) return tenant_id;
  const tenants = await allTenants(store);
  // With several tenants the request must say which; not saying it is answered like a wrong PIN.
  return tenants.length === 1 ? (tenants[0] ?? null) : null;
}

async function limitsOf(
  { store }: Central,
  tenant_id: string,
  subject: string,
  address: string,
): Promise<{ person: Limit; address: Limit }> {
  const values = await store.db
    .selectFrom('policy_value')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .where('level', '=', 'tenant')
    .execute();
  const policy = effectivePolicy(values, { warehouse_id: null, station_id: null });
  return {
    person: {
      tenant_id,
      subject,
      tries: policy.get('station.pin_tries_before_lock'),
      lock_ms: policy.get('station.lock_minutes') * 60_000,
    },
    address: { tenant_id: NO_TENANT, subject: `address:${address}`, tries: ADDRESS_TRIES, lock_ms: ADDRESS_LOCK_MS },
  };
}

/**
 * Judges a code (or badge) and PIN. Unknown people, people without a PIN and people who left take as long as a wrong PIN and get the
 * same answer; they are counted and locked alike, so that nobody learns whose code is good.
 * @throws Refusal `auth.wrong-pin`, `auth.locked`
 */
export async function signIn(central: Central, request: SignInRequest, address: string): Promise<SignedIn> {
  const tenant_id = (await tenantOf(central, request.tenant_id)) ?? NO_TENANT;
  const column = 'code' in request ? 'code' : 'badge';
  const typed = ('code' in request ? request.code : request.badge).trim();
  const limits = await limitsOf(central, tenant_id, `${column}:${typed.toLowerCase()}`, address);
  const { failures } = await beginTry(central, [limits.person, limits.address], 'auth.locked');
  const operator = await central.store.db
    .selectFrom('operator')
    .select(['operator_id', 'code', 'name', 'role'])
    .where('tenant_id', '=', tenant_id)
    .where(column, '=', typed)
    .where('active', '=', true)
    // Two people may have come to one code or badge: it is the first one's until a person decides.
    .orderBy('double_of', (order) => order.asc().nullsFirst())
    .executeTakeFirst();
  const pin = operator === undefined ? null : await readPin(central.store.db, tenant_id, operator.operator_id);
  const right = await verifyPin(request.pin, pin?.pin_hash ?? (await nobodysPin()), nodeCrypto);
  if (!right || operator === undefined || pin === null) {
    central.metrics.sign_ins.inc({ kind: 'console', result: 'wrong' });
    central.logger.warn({ tenant_id, subject: limits.person.subject, address, failures }, 'wrong PIN');
    await delayAfter(failures);
    throw new Refusal('auth.wrong-pin');
  }
  await succeeded(central, [limits.person]);
  await takeBack(central, [limits.address]);
  central.metrics.sign_ins.inc({ kind: 'console', result: 'right' });
  const { operator_id, code, name, role } = operator;
  return { tenant_id, operator_id, code, name, role, ...(await readRole(central.store.db, tenant_id, role)) };
}
