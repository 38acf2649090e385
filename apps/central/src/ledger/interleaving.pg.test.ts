import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { migratedDatabase } from '@serialbridge/testing/postgres/fresh-database';
import { AS_CENTRAL, fillTenant, type FilledTenant } from '@serialbridge/testing/store/fill-tenant';
import { freshStore } from '@serialbridge/testing/store/fresh-store';
import { follow, readTables, type Replica } from '@serialbridge/testing/store/replica';
import { receipt, TestStation } from '@serialbridge/testing/store/test-station';
import { put } from '@serialbridge/testing/store/test-warehouse';
import type { Store } from '../storage/index.ts';
import { rebuild, recordCentralEvents, recordStationEvents, recordStationEventsIn, lockTenant } from './index.ts';

const server = inject('postgres');

/** Waits until somebody waits for a row lock in this database: then the second writer stands in line behind the first. */
async function untilOneWaits(store: Store): Promise<void> {
  for (;;) {
    const { rows } = await store.transaction(({ db }) =>
      sql<{
        waiting: number;
      }>`select count(*) as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
        db,
      ),
    );
    if ((rows[0]?.waiting ?? 0) > 0) return;
    await sleep(10);
  }
}

describe.skipIf('missing' in server)('two writers on PostgreSQL', () => {
  let stores: [Store, Store];
  let tenant: FilledTenant;
  let end: () => Promise<void>;

  beforeEach(async () => {
    const fresh = await freshStore(await migratedDatabase('url' in server ? server.url : ''));
    stores = [fresh.store, await fresh.reopen()];
    tenant = await fillTenant(stores[0]);
    end = async () => {
      await stores[1].close();
      await fresh.drop();
    };
  });
  afterEach(() => end());

  test('a transaction that locks the tenant first and commits late is not lost by a puller in between', async () => {
    const [one, two] = stores;
    const { tenant_id, w, receiving, packing } = tenant;
    const dock = { ...w.station, station_id: uuidv7(), name: 'Dock 2' };
    await recordCentralEvents(one, tenant_id, [put('station', [dock])], AS_CENTRAL);
    const second = new TestStation(dock.station_id);
    const puller = { tenant_id, station_id: packing.station_id };
    const replica: Replica = new Map();
    const start = await one.db
      .selectFrom('tenant_head')
      .select('epoch')
      .where('tenant_id', '=', tenant_id)
      .executeTakeFirstOrThrow();
    const before = await follow(one, puller, replica, { epoch: start.epoch, version: 0, hash: '0'.repeat(64) });

    const gate = Promise.withResolvers<void>();
    receiving.record(...receipt(w, ['LATE']));
    second.record(...receipt(w, ['SOON']));
    const written = Promise.withResolvers<void>();
    const late = one.transaction(async (tx) => {
      await recordStationEventsIn(tx, await lockTenant(tx, tenant_id), receiving.station_id, receiving.batch());
      written.resolve();
      await gate.promise;
    });
    await written.promise;
    const soon = recordStationEvents(two, tenant_id, second.station_id, second.batch());
    await untilOneWaits(two);
    // Neither is committed: the puller sees neither, and its cursor does not move past what it has not seen.
    const between = await follow(two, puller, replica, before.at);
    expect(between.at).toEqual(before.at);
    gate.resolve();
    await Promise.all([late, soon]);
    const after = await follow(two, puller, replica, between.at);
    const serials = after.pages.flatMap(({ changes }) =>
      changes.flatMap(({ entity, row }) => (entity === 'unit' ? [row?.['serial_raw']] : [])),
    );
    expect(serials).toEqual(['LATE', 'SOON']);
    expect(replica).toEqual(await readTables(one, tenant_id));
    expect(await rebuild(one, tenant_id)).toEqual([]);
  });

  test('a serialisation failure in the middle of a push is tried again and recorded once', async () => {
    const [store] = stores;
    const { tenant_id, w, receiving } = tenant;
    // A sequence does not roll back: the first insert fails, those of the second run do not.
    await store.transaction(async ({ db }) => {
      await sql`create sequence fails_once`.execute(db);
      await sql`create function fail_once() returns trigger language plpgsql as $$ begin
        if nextval('fails_once') = 1 then raise exception 'could not serialize access' using errcode = '40001'; end if;
        return new; end $$`.execute(db);
      await sql`create trigger fail_once before insert on feed for each row execute function fail_once()`.execute(db);
    });
    receiving.record(...receipt(w, ['A1']));
    const done = await recordStationEvents(store, tenant_id, receiving.station_id, receiving.batch());
    expect(done.outcomes.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted', 'accepted']);
    const events = await store.db
      .selectFrom('event')
      .select('seq')
      .where('tenant_id', '=', tenant_id)
      .where('station_id', '=', receiving.station_id)
      .execute();
    expect(events).toHaveLength(3);
    const { rows } = await store.transaction(({ db }) =>
      sql<{ last_value: number }>`select last_value from fails_once`.execute(db),
    );
    expect(rows[0]?.last_value).toBeGreaterThan(1);
    expect(await rebuild(store, tenant_id)).toEqual([]);
  });
});
