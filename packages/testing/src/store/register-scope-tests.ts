import { v7 as uuidv7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import {
  ENTITIES,
  ENTITY_NAMES,
  TENANT_SCOPE,
  scopeRuleOf,
  warehouseScope,
  type AnyRow,
  type Entity,
} from '@serialbridge/core/model';
import type { RowChange } from '@serialbridge/core/ledger';
import { assignedScope, assignScope, recordCentralEvents, recordStationEvents } from '@serialbridge/central/ledger';
import { hello, Snapshots } from '@serialbridge/central/sync';
import type { Store } from '@serialbridge/central/storage';
import type { Cursor } from '@serialbridge/protocol';
import { AS_CENTRAL, fillTenant } from './fill-tenant.ts';
import { feedPage } from './feed-page.ts';
import { asPut, publishChanges, randomId, randomRow, seeded } from './random-rows.ts';
import type { TheStore } from './register-store-tests.ts';
import { follow, loadSnapshot, readTables, type Replica } from './replica.ts';
import { stationCache } from './station-cache.ts';
import { receipt } from './test-station.ts';
import { put, stockUnit } from './test-warehouse.ts';

/** Entities whose rows are some warehouse's. */
const DIVIDED = ENTITY_NAMES.filter((entity) => scopeRuleOf(entity) !== 'everybody');

/** Whose a row is, found from the tables alone. */
function ownerOf(tables: Replica, entity: Entity, row: AnyRow): unknown {
  const rule = scopeRuleOf(entity);
  if (rule === 'everybody') return null;
  if (rule === 'own') return row['warehouse_id'] ?? null;
  const parent = tables.get(`${rule.of} ${String(row[rule.by])}`);
  return parent === undefined ? null : ownerOf(tables, rule.of, parent);
}

function filtered(tables: Replica, warehouse_id: string): Replica {
  return new Map(
    [...tables].filter(([name, row]) => {
      const owner = ownerOf(tables, name.split(' ')[0] as Entity, row);
      return owner === null || owner === warehouse_id;
    }),
  );
}

const MUST_BE_SOMEWHERE: ReadonlySet<Entity> = new Set(['stock', 'receiving_session']);

/** Changes of rows that hang on each other: few ids of each entity, so that they meet; parents move, go and come. */
function randomChanges(random: () => number, warehouses: readonly string[], pool: Map<Entity, string[]>): RowChange[] {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const changes = new Map<string, RowChange>();
  for (let left = 1 + Math.floor(random() * 8); left > 0; left -= 1) {
    const entity = pick(DIVIDED);
    const rule = scopeRuleOf(entity);
    const row: Record<string, unknown> = { ...randomRow(entity, random) };
    const [key] = ENTITIES[entity].key;
    row[key] = pick(pool.get(entity) ?? []);
    if (rule === 'own') row['warehouse_id'] = pick(MUST_BE_SOMEWHERE.has(entity) ? warehouses : [...warehouses, null]);
    else if (typeof rule === 'object') row[rule.by] = pick(pool.get(rule.of) ?? []);
    const change = asPut(entity, row);
    changes.set(`${entity} ${change.key}`, random() < 0.15 ? { ...change, row: null } : change);
  }
  return [...changes.values()];
}

async function cursorNow(store: Store, tenant_id: string): Promise<Cursor> {
  const { epoch, version, hash } = await store.db
    .selectFrom('tenant_head')
    .select(['epoch', 'version', 'hash'])
    .where('tenant_id', '=', tenant_id)
    .executeTakeFirstOrThrow();
  return { epoch, version, hash };
}

const SNAPSHOT_EVERY_MS = 10 * 60_000;

export function registerScopeTests(the: TheStore): void {
  describe('scopes', () => {
    test('scope.replica: any snapshot and any pages lead to the tables filtered by the warehouse', async () => {
      const { store } = the();
      const { tenant_id, w, receiving, packing } = await fillTenant(store);
      const here = w.warehouse.warehouse_id;
      const there = uuidv7();
      await assignScope(store, receiving.station_id, 'warehouse', { tenant_id, ...AS_CENTRAL });
      const scope = warehouseScope(here);
      const scoped = { tenant_id, station_id: receiving.station_id };
      const whole = { tenant_id, station_id: packing.station_id };
      const snapshots = new Snapshots(store);
      await snapshots.open(0);
      const cache = stationCache(store, scoped);
      const random = seeded(41);
      const pool = new Map(
        ENTITY_NAMES.map((entity) => [entity, Array.from({ length: 4 }, () => randomId(random))] as const),
      );
      try {
        const replicas: { replica: Replica; at: Cursor; limit: number }[] = [];
        let followed = await loadSnapshot(snapshots, whole, 0);
        for (let round = 0; round < 30; round += 1) {
          await publishChanges(store, tenant_id, randomChanges(random, [here, there], pool));
          // Every second one is a young one used again.
          if (round % 5 === 0) {
            const taken = await loadSnapshot(snapshots, scoped, Math.floor(round / 10) * SNAPSHOT_EVERY_MS);
            replicas.push({ ...taken, limit: [1, 3, 5000][replicas.length % 3] ?? 1 });
          }
          if (round === 7) await cache.load(snapshots, 1e9);
          if (round < 7 || round % 4 > 0) continue;
          const tables = await readTables(store, tenant_id);
          const mine = filtered(tables, here);
          for (const one of replicas) {
            one.at = (await follow(store, scoped, one.replica, one.at, one.limit, scope)).at;
            expect(one.replica).toEqual(mine);
          }
          followed = { ...followed, ...(await follow(store, whole, followed.replica, followed.at)) };
          expect(followed.replica).toEqual(tables);
          await cache.follow(2);
          expect(cache.tables()).toEqual(mine);
          expect(await cache.compare()).toMatchObject({ ranges_differed: 0 });
        }
        await cache.follow();
        const [lost] = cache.store.cache.rows('order', null, null, 1);
        cache.damage(`DELETE FROM "order" WHERE order_id = ?`, String(lost?.['order_id']));
        expect(await cache.compare()).toMatchObject({ ranges_differed: 1, rows_repaired: 1 });
        expect(cache.tables()).toEqual(filtered(await readTables(store, tenant_id), here));
      } finally {
        cache.close();
        await snapshots.close();
      }
    }, 60_000);

    test('scope.transfer: a unit that moves to another warehouse takes its identifiers along', async () => {
      const { store } = the();
      const { tenant_id, w, receiving } = await fillTenant(store);
      const station = { tenant_id, station_id: receiving.station_id };
      const there = { warehouse_id: uuidv7(), code: 'W2', name: 'Annex' };
      await assignScope(store, station.station_id, 'warehouse', { ...station, ...AS_CENTRAL });
      const scope = warehouseScope(w.warehouse.warehouse_id);
      const unit = stockUnit(w, 'AWAY-1');
      const identifier = {
        unit_identifier_id: uuidv7(),
        unit_id: unit.unit_id,
        kind: 'imei' as const,
        value_raw: '490154203237518',
        value_norm: '490154203237518',
        held_from: null,
        held_until: null,
      };
      await recordCentralEvents(
        store,
        tenant_id,
        [put('warehouse', [there]), put('unit', [{ ...unit, warehouse_id: there.warehouse_id }])],
        AS_CENTRAL,
      );
      await publishChanges(store, tenant_id, [asPut('unit_identifier', identifier)]);
      receiving.record(...receipt(w, ['HERE-1']));
      await recordStationEvents(store, tenant_id, receiving.station_id, receiving.batch());
      const snapshots = new Snapshots(store);
      const { replica, at } = await loadSnapshot(snapshots, station, 1);
      await snapshots.close();
      const has = (): readonly boolean[] => [
        replica.has(`unit ${unit.unit_id}`),
        replica.has(`unit_identifier ${identifier.unit_identifier_id}`),
      ];
      expect(has()).toEqual([false, false]);
      const { unit_id } = unit;
      const send = (to_warehouse_id: string): Promise<unknown> =>
        recordCentralEvents(
          store,
          tenant_id,
          [{ type: 'unit-transfer-sent', body: { unit_id, to_warehouse_id } }],
          AS_CENTRAL,
        );
      await send(w.warehouse.warehouse_id);
      const came = await follow(store, station, replica, at, 1, scope);
      expect(has()).toEqual([true, true]);
      const { warehouse_id } = w.warehouse;
      const received = { type: 'unit-transfer-received', body: { unit_id, warehouse_id, bin_id: null } } as const;
      await recordCentralEvents(store, tenant_id, [received], AS_CENTRAL);
      await send(there.warehouse_id);
      await follow(store, station, replica, came.at, 1, scope);
      expect(has()).toEqual([false, false]);
      expect(replica).toEqual(filtered(await readTables(store, tenant_id), w.warehouse.warehouse_id));
    }, 20_000);

    test('scope.change: hello asks for a snapshot, and the old cache can follow no more', async () => {
      const { store } = the();
      const { tenant_id, w, receiving } = await fillTenant(store);
      const station = { tenant_id, station_id: receiving.station_id };
      const cursor = await cursorNow(store, tenant_id);
      const say = (scope: string): ReturnType<typeof hello> =>
        hello(
          store,
          station,
          {
            software: 'test',
            incarnation: receiving.incarnation,
            last_seq: 0,
            cursor,
            sent_at: 1,
            backlog: 0,
            earlier_incarnations: [],
            scope,
            witness: null,
          },
          5,
        );
      expect(await say(TENANT_SCOPE)).toMatchObject({ pull: 'tail', scope: TENANT_SCOPE });
      await assignScope(store, station.station_id, 'warehouse', { ...station, ...AS_CENTRAL });
      const scope = warehouseScope(w.warehouse.warehouse_id);
      expect(await assignedScope(store.db, station)).toBe(scope);
      expect(await say(TENANT_SCOPE)).toMatchObject({ pull: 'snapshot', scope });
      expect(await say(scope)).toMatchObject({ pull: 'tail', scope });
      await expect(feedPage(store, station, cursor, 10, TENANT_SCOPE)).rejects.toMatchObject({
        code: 'sync.snapshot-required',
      });
      await assignScope(store, station.station_id, 'tenant', { ...station, ...AS_CENTRAL });
      await expect(feedPage(store, station, cursor, 10, scope)).rejects.toMatchObject({
        code: 'sync.snapshot-required',
      });
      expect((await feedPage(store, station, cursor, 10, TENANT_SCOPE)).changes).toEqual([]);
    });
  });
}
