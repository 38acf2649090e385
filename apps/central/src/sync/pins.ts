import type { PinsResponse } from '@serialbridge/protocol';
import { pinStateOf, readPins, readRights } from '../auth/operator-secrets.ts';
import type { SyncStation } from '../auth/station-credentials.ts';
import { Refusal } from '../refusal.ts';
import type { Store } from '../storage/store/store.ts';

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
      .filter(({ warehouse_ids }) => warehouse_ids === null || warehouse_ids.includes(station.warehouse_id))
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
        .execute();
  });
  return {
    pins: given.map(({ operator_id, pin: { pin_hash }, must_change }) => ({ operator_id, pin_hash, must_change })),
  };
}
