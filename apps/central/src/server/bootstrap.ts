import * as nodeCrypto from 'node:crypto';
import { randomInt } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { hashPin, judgePin, verifyPin } from '@serialbridge/protocol/credentials';
import type { RateRow } from '@serialbridge/core/model';
import type { Central } from '../auth/central.ts';
import { readPin, writePin } from '../auth/operator-secrets.ts';
import { command } from '../records/command.ts';
import { firstTenant } from '../ledger/index.ts';

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

export interface FirstAdmin {
  readonly code: string;
  readonly pin: string;
}

function makePin(code: string): string {
  for (;;) {
    const pin = String(randomInt(1_000_000)).padStart(6, '0');
    if (judgePin(pin, { is_trusted: true, code }).length === 0) return pin;
  }
}

/**
 * The first start makes the tenant, a warehouse, a rate table and an admin. The admin's PIN is returned once, to be shown; only its hash is kept. With
 * `admin` given, that person is made or gets that PIN and the role admin, at any start.
 * @returns who was made, null if nobody had to be
 */
export async function bootstrap(
  central: Central,
  { tenant_name, admin }: { tenant_name: string; admin: FirstAdmin | null },
): Promise<FirstAdmin | null> {
  const { store } = central;
  const { tenant_id } = await firstTenant(store, { name: tenant_name, now: central.now() });
  return command(central, { tenant_id, operator_id: null }, async (tx, write) => {
    // Version 0: nobody has recorded anything yet. Whichever of two centrals that start at once comes first puts these.
    if (tx.head.version === 0) {
      tx.put('warehouse', [{ warehouse_id: uuidv7(), code: 'MAIN', name: 'Main warehouse' }]);
      tx.put('rate', defaultRates(uuidv7));
    }
    const people = await tx.all('operator');
    if (admin === null && people.some((one) => one.role === 'admin' && one.active)) return null;
    const { code, pin } = admin ?? { code: 'admin', pin: makePin('admin') };
    const present = people.find((one) => one.code === code);
    // The same at each start: nothing changes, and stations have nothing to pull.
    const known_pin = present === undefined ? null : await readPin(tx.db, tenant_id, present.operator_id);
    const isSo =
      present?.role === 'admin' &&
      present.active &&
      known_pin !== null &&
      (await verifyPin(pin, known_pin.pin_hash, nodeCrypto));
    if (isSo) return { code, pin };
    const operator_id = present?.operator_id ?? uuidv7();
    const secret = { pin_hash: await hashPin(pin, nodeCrypto), pin_digits: pin.length, pin_changed_at: tx.now };
    await writePin(write.db, tenant_id, operator_id, { ...secret, pin_state: 'set' });
    const made = { operator_id, code, name: 'Administrator', badge: null, warehouse_ids: null };
    tx.put('operator', [{ ...made, ...present, role: 'admin', active: true, pin_changed_at: tx.now }]);
    return { code, pin };
  });
}
