import type { ChangePinRequest, PinsResponse, StationPin } from '@serialbridge/protocol';
import type { Central } from '../auth/central.ts';
import { changePin } from '../records/operators/change-pin.ts';
import { pinStateOf, readPins, readRights } from '../auth/operator-secrets.ts';
import type { SyncStation } from '../auth/station-credentials.ts';
import { Refusal } from '../refusal.ts';
import type { Store } from '../storage/store/store.ts';

const worksAt = (warehouse_ids: readonly string[] | null, warehouse_id: string): boolean =>
  warehouse_ids === null || warehouse_ids.includes(warehouse_id);

/**
 * The PINs that a station may have: of active people who work in its warehouse. What it was given is kept, so that whoever revokes the
 * station can be told whose PINs lie on its disk.
 */
export async function pinsOf(store: Store, who: SyncStation, now: number): Promise<PinsResponse> {
  const { tenant_id, station_id } = who;
  const given = await store.read(async ({ db }) => {
    const station = await db
      .selectFrom('station')
      .select('warehouse_id')
      .where('tenant_id', '=', tenant_id)
      .where('station_id', '=', station_id)
      .executeTakeFirst();
    if (station === undefined) throw new Refusal('station.unauthenticated');
    const people = await db
      .selectFrom('operator')
      .select(['operator_id', 'role', 'warehouse_ids'])
      .where('tenant_id', '=', tenant_id)
      .where('active', '=', true)
      .orderBy('operator_id')
      .execute();
    const pins = await readPins(db, tenant_id);
    const rightsOf = await readRights(db, tenant_id);
    return people
      .filter(({ warehouse_ids }) => worksAt(warehouse_ids, station.warehouse_id))
      .flatMap(({ operator_id, role }) => {
        const pin = pins.get(operator_id);
        return pin === undefined
          ? []
          : [{ operator_id, pin, must_change: pinStateOf(pin, rightsOf(role)) === 'must-change' }];
      });
  });
  await store.transaction(async ({ db }) => {
    await db
      .deleteFrom('station_pin')
      .where('tenant_id', '=', tenant_id)
      .where('station_id', '=', station_id)
      .execute();
    const rows = given.map(({ operator_id, pin: { pin_changed_at } }) => ({
      tenant_id,
      station_id,
      operator_id,
      pin_changed_at,
      given_at: now,
    }));
    // A statement takes so many values at most.
    for (let at = 0; at < rows.length; at += 1000)
      await db
        .insertInto('station_pin')
        .values(rows.slice(at, at + 1000))
        // Asked twice at once: the other one's rows came in between.
        .onConflict((conflict) =>
          conflict.columns(['tenant_id', 'station_id', 'operator_id']).doUpdateSet((eb) => ({
            pin_changed_at: eb.ref('excluded.pin_changed_at'),
            given_at: eb.ref('excluded.given_at'),
          })),
        )
        .execute();
  });
  return {
    pins: given.map(({ operator_id, pin: { pin_hash }, must_change }) => ({ operator_id, pin_hash, must_change })),
  };
}

/**
 * A person at a station changes the own PIN.
 * @throws Refusal `auth.wrong-pin`, for people who do not work there too; `auth.locked`, `pin.refused`
 */
export async function changePinAt(
  central: Central,
  { tenant_id, station_id }: SyncStation,
  { operator_id, pin, new_pin }: ChangePinRequest,
): Promise<StationPin> {
  const { db } = central.store;
  const at = await db
    .selectFrom('station')
    .select(['name', 'warehouse_id'])
    .where('tenant_id', '=', tenant_id)
    .where('station_id', '=', station_id)
    .executeTakeFirst();
  const person = await db
    .selectFrom('operator')
    .select('warehouse_ids')
    .where('tenant_id', '=', tenant_id)
    .where('operator_id', '=', operator_id)
    .executeTakeFirst();
  if (at === undefined || person === undefined || !worksAt(person.warehouse_ids, at.warehouse_id))
    throw new Refusal('auth.wrong-pin');
  const { pin_hash } = await changePin(central, { tenant_id, operator_id, by: at.name }, { pin, new_pin });
  return { operator_id, pin_hash, must_change: false };
}
