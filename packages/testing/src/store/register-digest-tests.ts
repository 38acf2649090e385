import { v7 as uuidv7 } from 'uuid';
import { assert, asyncProperty, array, constantFrom, integer, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { columnsOf, ENTITIES, ENTITY_NAMES, type Entity } from '@serialbridge/core/model';
import { askComparison, recordComparison } from '@serialbridge/central/recovery';
import { readStationStatus } from '@serialbridge/central/sync';
import { RANGE_ROWS } from '@serialbridge/protocol/digest';
import { fillTenant } from './fill-tenant.ts';
import { asPut, plainColumn, publishAllKinds, publishChanges, randomRow, randomText, seeded } from './random-rows.ts';
import type { TheStore } from './register-store-tests.ts';
import { readTables } from './replica.ts';
import { stationCache, type StationCache } from './station-cache.ts';

const CLEAN = { ranges_differed: 0, rows_repaired: 0 };
const DAMAGES = ['changed', 'missing', 'extra'] as const;
type Damage = (typeof DAMAGES)[number];

/** Damages one row of the entity in cache.db; false: there is none to damage. */
function spoil(cache: StationCache, entity: Entity, damage: Damage, pick: number): boolean {
  const random = seeded(pick);
  const rows = cache.store.cache.rows(entity, null, null, -1);
  const row = rows[pick % Math.max(rows.length, 1)];
  if (row === undefined) return false;
  const key: readonly string[] = ENTITIES[entity].key;
  const where = key.map((name) => `"${name}" = ?`).join(' AND ');
  const values = key.map((name) => String(row[name]));
  if (damage === 'missing') cache.damage(`DELETE FROM "${entity}" WHERE ${where}`, ...values);
  else if (damage === 'changed') {
    const { name, type, nullable } = plainColumn(entity);
    const before = row[name];
    const number = type === 'integer' || type === 'boolean' || type === 'real';
    const after = before === null || !nullable ? (number ? Number(!before) : `${randomText(random)}!`) : null;
    cache.damage(`UPDATE "${entity}" SET "${name}" = ? WHERE ${where}`, after, ...values);
  } else {
    const columns = columnsOf(entity);
    const extra = randomRow(entity, random);
    cache.damage(
      `INSERT OR REPLACE INTO "${entity}" (${columns.map(({ name }) => `"${name}"`).join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
      ...columns.map(({ name, type }) => {
        const value = extra[name] ?? null;
        if (type === 'json') return JSON.stringify(value);
        return typeof value === 'boolean' ? Number(value) : (value as string | number | null);
      }),
    );
  }
  return true;
}

export function registerDigestTests(the: TheStore): void {
  describe('digests', () => {
    test('digest.repair: a changed byte, a missing and an extra row of every entity are found and put right', async () => {
      const { store } = the();
      const { tenant_id, receiving } = await fillTenant(store);
      await publishAllKinds(store, tenant_id, 3, 7);
      const cache = stationCache(store, { tenant_id, station_id: receiving.station_id });
      try {
        await cache.follow();
        expect(await cache.compare()).toMatchObject(CLEAN);
        expect(cache.asked).toEqual(['entities']);
        const tables = await readTables(store, tenant_id);
        expect(cache.tables()).toEqual(tables);
        for (const damage of DAMAGES) {
          for (const [pick, entity] of ENTITY_NAMES.entries()) expect(spoil(cache, entity, damage, pick)).toBe(true);
          expect(cache.tables()).not.toEqual(tables);
          expect(await cache.compare()).toMatchObject({
            ranges_differed: ENTITY_NAMES.length,
            rows_repaired: ENTITY_NAMES.length,
          });
          expect(cache.tables()).toEqual(tables);
          expect(await cache.compare()).toMatchObject(CLEAN);
        }
      } finally {
        cache.close();
      }
    }, 20_000);

    test('digest.repair: any damage is undone, and only what was damaged is touched', async () => {
      const { store } = the();
      const { tenant_id, receiving } = await fillTenant(store);
      await publishAllKinds(store, tenant_id, 4, 11);
      const cache = stationCache(store, { tenant_id, station_id: receiving.station_id });
      const tables = await readTables(store, tenant_id);
      const damage = record({
        entity: constantFrom(...ENTITY_NAMES),
        damage: constantFrom(...DAMAGES),
        pick: integer({ min: 0, max: 1e6 }),
      });
      try {
        await cache.follow();
        await assert(
          asyncProperty(array(damage, { maxLength: 8 }), async (damages) => {
            for (const one of damages) spoil(cache, one.entity, one.damage, one.pick);
            const { rows_repaired } = await cache.compare();
            expect(rows_repaired).toBeLessThanOrEqual(damages.length);
            expect(cache.tables()).toEqual(tables);
          }),
          { numRuns: 12 },
        );
      } finally {
        cache.close();
      }
    }, 20_000);

    test('digest.ranges: of many rows only the range that differs is fetched', async () => {
      const { store } = the();
      const { tenant_id, receiving } = await fillTenant(store);
      const random = seeded(3);
      const rows = Array.from({ length: RANGE_ROWS + 100 }, () => asPut('vendor', randomRow('vendor', random)));
      await publishChanges(store, tenant_id, rows);
      const cache = stationCache(store, { tenant_id, station_id: receiving.station_id });
      try {
        await cache.follow();
        const [first] = cache.store.cache.rows('vendor', null, null, 1);
        cache.damage(`UPDATE vendor SET name = 'spoilt' WHERE vendor_id = ?`, String(first?.['vendor_id']));
        cache.damage(`DELETE FROM vendor WHERE vendor_id = (SELECT max(vendor_id) FROM vendor)`);
        expect(await cache.compare()).toMatchObject({ ranges_differed: 2, rows_repaired: 2 });
        expect(cache.tables()).toEqual(await readTables(store, tenant_id));
      } finally {
        cache.close();
      }
    }, 20_000);

    test('digest.moving: what changed after the cache’s version is no difference; the damage beside it is', async () => {
      const { store } = the();
      const { tenant_id, receiving } = await fillTenant(store);
      await publishAllKinds(store, tenant_id, 3, 23);
      const cache = stationCache(store, { tenant_id, station_id: receiving.station_id });
      try {
        await cache.follow();
        const random = seeded(5);
        const [moved, spoilt] = cache.store.cache.rows('customer', null, null, 2);
        if (moved === undefined || spoilt === undefined) throw new Error('two customers are needed');
        await publishChanges(store, tenant_id, [
          asPut('customer', { ...moved, name: 'Moved on' }),
          asPut('customer', randomRow('customer', random)),
          {
            entity: 'vendor',
            key: String(cache.store.cache.rows('vendor', null, null, 1)[0]?.['vendor_id']),
            row: null,
          },
        ]);
        expect(await cache.compare()).toMatchObject(CLEAN);
        cache.damage(`UPDATE customer SET name = 'spoilt' WHERE customer_id = ?`, String(spoilt['customer_id']));
        expect(await cache.compare()).toMatchObject({ ranges_differed: 1, rows_repaired: 1 });
        await cache.follow();
        expect(cache.tables()).toEqual(await readTables(store, tenant_id));
      } finally {
        cache.close();
      }
    }, 20_000);

    test('digest.asked: central passes on that a person asked until a comparison has come', async () => {
      const { store } = the();
      const { tenant_id, receiving } = await fillTenant(store);
      const station = { tenant_id, station_id: receiving.station_id };
      const isAsked = async (): Promise<boolean | undefined> =>
        (await readStationStatus(store.db, station, { incarnation: uuidv7(), cursor: null, witness: null }))?.compare;
      expect(await isAsked()).toBe(false);
      await askComparison(store, station, 100);
      expect(await isAsked()).toBe(true);
      const came = { version: 3, rows: 9, ranges_differed: 1, rows_repaired: 2 };
      await recordComparison(store, station, came, 200);
      await recordComparison(store, station, { ...came, ranges_differed: 0, rows_repaired: 0 }, 300);
      expect(await isAsked()).toBe(false);
      const row = await store.db
        .selectFrom('station_comparison')
        .selectAll()
        .where('tenant_id', '=', tenant_id)
        .executeTakeFirstOrThrow();
      expect(row).toMatchObject({ compared_at: 300, ranges_differed: 0, rows_repaired: 0, total_repaired: 2 });
    }, 20_000);
  });
}
