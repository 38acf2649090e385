import { randomBytes, randomInt } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { hashPin, verifyPin } from '@serialbridge/protocol/credentials';
import { nodeScrypt } from '../auth/node-scrypt.ts';
import type { Central } from '../central.ts';
import { putRows } from '../records/record.ts';
import { allTenants, createTenant } from '../ledger/index.ts';
import { defaultRates } from './default-rates.ts';

export interface FirstAdmin {
  readonly code: string;
  readonly pin: string;
}

const makePin = (): string => String(randomInt(1_000_000)).padStart(6, '0');

/**
 * The first start makes the tenant, a warehouse, a rate table and an admin. The admin's PIN is returned once, to be told; only its hash is kept. With
 * `admin` given, that person is made or gets that PIN and the role admin, at any start.
 * @returns who was made, null if nobody had to be
 */
export async function bootstrap(
  central: Central,
  { tenant_name, admin }: { tenant_name: string; admin: FirstAdmin | null },
): Promise<FirstAdmin | null> {
  const { store } = central;
  const [known] = await allTenants(store);
  const isNew = known === undefined;
  const tenant_id = known ?? (await createTenant(store, { name: tenant_name, now: central.now() })).tenant_id;
  const who = { tenant_id, operator_id: null };
  if (isNew) {
    await putRows(central, who, 'warehouse', [{ warehouse_id: uuidv7(), code: 'MAIN', name: 'Main warehouse' }]);
    await putRows(central, who, 'rate', defaultRates(uuidv7));
  }
  const admins = await store.db
    .selectFrom('operator')
    .select('operator_id')
    .where('tenant_id', '=', who.tenant_id)
    .where('role', '=', 'admin')
    .where('active', '=', true)
    .limit(1)
    .execute();
  if (admins.length > 0 && admin === null) return null;
  const { code, pin } = admin ?? { code: 'admin', pin: makePin() };
  const present = await store.db
    .selectFrom('operator')
    .selectAll()
    .where('tenant_id', '=', who.tenant_id)
    .where('code', '=', code)
    .executeTakeFirst();
  // The same at each start: nothing changes, and stations have nothing to pull.
  const isSo =
    present?.role === 'admin' &&
    present.active &&
    present.pin_hash !== null &&
    (await verifyPin(pin, present.pin_hash, nodeScrypt));
  if (isSo) return { code, pin };
  const pin_hash = await hashPin(pin, nodeScrypt, randomBytes);
  await putRows(central, who, 'operator', [
    {
      operator_id: present?.operator_id ?? uuidv7(),
      code,
      name: present?.name ?? 'Administrator',
      role: 'admin',
      badge: present?.badge ?? null,
      pin_hash,
      warehouse_ids: present?.warehouse_ids ?? null,
      active: true,
    },
  ]);
  return { code, pin };
}
