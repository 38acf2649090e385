import { v7 as uuidv7 } from 'uuid';
import type { RateRow } from '@serialbridge/core/model';
import type { Central } from '../auth/central.ts';
import { giveOneTimeCode } from '../auth/one-time-codes.ts';
import { hashPassword, keepPassword } from '../auth/passwords.ts';
import { readRights } from '../auth/operator-secrets.ts';
import { enterersOf } from '../auth/people.ts';
import { administers, rightsAmong } from '../records/roles/grants.ts';
import { command } from '../records/command.ts';
import { allTenants, firstTenant } from '../ledger/index.ts';

/** Services of the built-in rate table: name, days in transit, price in cents by the heaviest weight in grams it takes. */
const SERVICES = [
  {
    service: 'Ground',
    transit_days: 5,
    prices: { 500: 695, 1000: 795, 2500: 1090, 5000: 1490, 10_000: 2190, 30_000: 3990 },
  },
  {
    service: 'Two-day',
    transit_days: 2,
    prices: { 500: 1290, 1000: 1590, 2500: 2190, 5000: 2990, 10_000: 4490, 30_000: 8990 },
  },
  {
    service: 'Overnight',
    transit_days: 1,
    prices: { 500: 2490, 1000: 2990, 2500: 3890, 5000: 5290, 10_000: 7990, 30_000: 14_990 },
  },
] as const;

/**
 * The rate table that a new tenant starts with, so that a station can quote and ship before any carrier is set up, also offline. The prices are
 * examples to be replaced by the house's own.
 */
function defaultRates(newId: () => string): RateRow[] {
  return SERVICES.flatMap(({ service, transit_days, prices }) =>
    Object.entries(prices).map(([grams, price_cents]) => ({
      rate_id: newId(),
      carrier: 'House rates',
      service,
      max_weight_g: Number(grams),
      price_cents,
      currency: 'USD',
      transit_days,
      note: null,
    })),
  );
}

/** An admin that a start makes. `password`: for programs that start central themselves; without it that person sets one with a one-time code. */
export interface WantedAdmin {
  readonly code: string;
  readonly password?: string;
}

/** To be shown once: with this code that person sets a password. */
export interface FirstAdmin {
  readonly code: string;
  readonly one_time_code: string;
}

interface FirstStart {
  readonly tenant_name: string;
  readonly admin: WantedAdmin | null;
  /** The code of the admin that is made where there is none; `admin` if left out. */
  readonly first_code?: string | undefined;
}

export interface Bootstrapped {
  /** Who was made and has no password yet; null: nobody was. */
  readonly first_admin: FirstAdmin | null;
  /** This very start made the tenant: nobody has anything in it that somebody could spoil. */
  readonly first_start: boolean;
}

/**
 * The first start makes the tenant, a warehouse, a rate table and an admin. With `admin` given, that person is made at any start; whoever has
 * that code already stays as before.
 */
export async function bootstrap(
  central: Central,
  { tenant_name, admin, first_code = 'admin' }: FirstStart,
): Promise<Bootstrapped> {
  const { store, now } = central;
  const { tenant_id, is_new } = await firstTenant(store, { name: tenant_name, now: now() });
  // Before the tenant is locked, for it takes long on purpose.
  const password_hash =
    admin?.password === undefined ? null : await hashPassword(admin.password, central.password_cost);
  const first_admin = await command(central, { tenant_id, operator_id: null }, async (tx, write) => {
    // Version 0: nobody has recorded anything yet. Whichever of two centrals that start at once comes first puts these.
    if (tx.head.version === 0) {
      tx.put('warehouse', [{ warehouse_id: uuidv7(), code: 'MAIN', name: 'Main warehouse' }]);
      tx.put('rate', defaultRates(uuidv7));
    }
    const people = await tx.all('operator');
    const roles = await tx.all('role');
    if (admin === null && people.some((one) => one.active && administers(rightsAmong(roles, one.role)))) return null;
    const code = admin?.code ?? first_code;
    if (admin !== null && people.some((one) => one.code.toLowerCase() === code.toLowerCase())) return null;
    const present = people.find((one) => one.code === code);
    const operator_id = present?.operator_id ?? uuidv7();
    const made = { name: 'Administrator', badge: null, warehouse_ids: null, ...present };
    tx.put('operator', [{ ...made, operator_id, code, role: 'admin', active: true }]);
    if (password_hash !== null) {
      await keepPassword(write, { tenant_id, operator_id }, password_hash, now());
      return null;
    }
    const { one_time_code } = await giveOneTimeCode(write, { tenant_id, operator_id }, { made_by: null, now: now() });
    return { code, one_time_code };
  });
  return { first_admin, first_start: is_new };
}

/**
 * The code of somebody who has no way in, if nobody who manages people and roles has one: so it is after an upgrade from a version whose console
 * took PINs. Somebody must ask the command line for a one-time code.
 */
export async function lockedOutAdmin({ store, now }: Central): Promise<string | null> {
  for (const tenant_id of await allTenants(store)) {
    const people = await store.db
      .selectFrom('operator')
      .select(['operator_id', 'code', 'role'])
      .where('tenant_id', '=', tenant_id)
      .where('active', '=', true)
      .orderBy('code')
      .execute();
    const rightsOf = await readRights(store.db, tenant_id);
    const managers = people.filter(({ role }) => administers(rightsOf(role)));
    const enterers = await enterersOf(store.db, tenant_id, now());
    // Whoever has more rights gives the others theirs.
    const [first] = managers.toSorted((a, b) => rightsOf(b.role).size - rightsOf(a.role).size);
    if (first !== undefined && !managers.some(({ operator_id }) => enterers.has(operator_id))) return first.code;
  }
  return null;
}
