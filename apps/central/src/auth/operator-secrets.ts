import { isTrusted, rightsOfRole, type Right } from '@serialbridge/core/rights';
import type { PinState } from '@serialbridge/protocol/central';
import { TRUSTED_DIGITS } from '@serialbridge/protocol/credentials';
import type { Row } from '@serialbridge/core/model';
import { withoutTenant } from '../storage/index.ts';
import type { OperatorSecretTable } from '../storage/store/database.ts';
import type { ReadDb, WriteTx } from '../storage/store/store.ts';

/** A PIN as central keeps it. */
export type PinSecret = Omit<OperatorSecretTable, 'tenant_id' | 'operator_id'>;

export async function readPin(db: ReadDb, tenant_id: string, operator_id: string): Promise<PinSecret | null> {
  const found = await db
    .selectFrom('operator_secret')
    .select(['pin_hash', 'pin_state', 'pin_digits', 'pin_changed_at'])
    .where('tenant_id', '=', tenant_id)
    .where('operator_id', '=', operator_id)
    .executeTakeFirst();
  return found ?? null;
}

/** The PINs of a tenant's people by person. */
export async function readPins(db: ReadDb, tenant_id: string): Promise<ReadonlyMap<string, PinSecret>> {
  const rows = await db
    .selectFrom('operator_secret')
    .select(['operator_id', 'pin_hash', 'pin_state', 'pin_digits', 'pin_changed_at'])
    .where('tenant_id', '=', tenant_id)
    .execute();
  return new Map(rows.map(({ operator_id, ...secret }) => [operator_id, secret]));
}

/** Null takes the PIN away. The person's record must get the same `pin_changed_at` in this transaction, or no station asks for the new one. */
export async function writePin(
  db: WriteTx['db'],
  tenant_id: string,
  operator_id: string,
  secret: PinSecret | null,
): Promise<void> {
  if (secret === null) {
    await db
      .deleteFrom('operator_secret')
      .where('tenant_id', '=', tenant_id)
      .where('operator_id', '=', operator_id)
      .execute();
    return;
  }
  await db
    .insertInto('operator_secret')
    .values({ tenant_id, operator_id, ...secret })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'operator_id']).doUpdateSet(secret))
    .execute();
}

/** What the roles of a tenant may do, those that the house made too. */
export async function readRights(db: ReadDb, tenant_id: string): Promise<(role: string) => ReadonlySet<Right>> {
  const made = await db
    .selectFrom('role')
    .select(['code', 'rights'])
    .where('tenant_id', '=', tenant_id)
    .where('active', '=', true)
    .where('double_of', 'is', null)
    .execute();
  const known = new Map(made.map(({ code, rights }) => [code, rights]));
  return (role) => rightsOfRole(role, known.get(role) ?? null);
}

/** A PIN that was long enough for a person's role may not be any more: the role changed, or the PIN is from before there was a rule. */
export function pinStateOf(
  secret: Pick<PinSecret, 'pin_state' | 'pin_digits'> | null,
  rights: ReadonlySet<Right>,
): PinState {
  if (secret === null) return 'none';
  return isTrusted(rights) && secret.pin_digits < TRUSTED_DIGITS ? 'must-change' : secret.pin_state;
}

/** People whose present PIN lies on a station, as the list that it was given last says. A PIN that was changed since is worth nothing there. */
export async function peopleOn(db: ReadDb, tenant_id: string, station_id: string): Promise<Row<'operator'>[]> {
  const rows = await db
    .selectFrom('station_pin')
    .innerJoin('operator_secret', (join) =>
      join
        .onRef('operator_secret.tenant_id', '=', 'station_pin.tenant_id')
        .onRef('operator_secret.operator_id', '=', 'station_pin.operator_id')
        .onRef('operator_secret.pin_changed_at', '=', 'station_pin.pin_changed_at'),
    )
    .innerJoin('operator', (join) =>
      join
        .onRef('operator.tenant_id', '=', 'station_pin.tenant_id')
        .onRef('operator.operator_id', '=', 'station_pin.operator_id'),
    )
    .selectAll('operator')
    .where('station_pin.tenant_id', '=', tenant_id)
    .where('station_pin.station_id', '=', station_id)
    .orderBy('operator.code')
    .execute();
  return rows.map(withoutTenant);
}
