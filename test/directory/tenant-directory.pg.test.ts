import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { startCentral, type RunningCentral } from '@serialbridge/central';
import { createTenant, rebuild, recordCentralEvents, recordStationEvents } from '@serialbridge/central/ledger';
import { dropOldCopies, moveTenant, openStore, tenantTables, type Store } from '@serialbridge/central/storage';
import { TestStation, receipt } from '../support/store/test-station.ts';
import { testWarehouse } from '../support/store/test-warehouse.ts';
import { startPostgres, type PostgresForTests } from '../support/postgres.ts';

const rowsAt = async (url: string, tenant_id: string): Promise<number> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  let rows = 0;
  for (const table of tenantTables()) {
    const found = await client.query<{ n: string }>(`select count(*) as n from "${table}" where tenant_id = $1`, [
      tenant_id,
    ]);
    rows += Number(found.rows[0]?.n);
  }
  await client.end();
  return rows;
};

const NOW = { operator_id: null, now: 8000 };

/** Two real clusters, each its own processes and files. */
describe.skipIf('missing' in inject('postgres') || process.env['DATABASE_URL_TEST'] !== undefined)(
  'tenant directory over two servers',
  () => {
    let one: PostgresForTests;
    let two: PostgresForTests;
    let store: Store;
    let dir: string;
    const databases = () =>
      [
        { name: 'one', url: one.url },
        { name: 'two', url: two.url },
      ] as const;

    beforeAll(async () => {
      [one, two] = await Promise.all([startPostgres(), startPostgres()]);
      dir = mkdtempSync(join(tmpdir(), 'serialbridge-directory-'));
      store = await openStore({ databases: databases(), data_dir: dir });
    }, 60_000);
    afterAll(async () => {
      await store.close();
      await Promise.all([one.stop(), two.stop()]);
      rmSync(dir, { recursive: true, force: true });
    });

    async function filled(
      name: string,
      server?: string,
    ): Promise<{ tenant_id: string; station: TestStation; own: Store }> {
      const { tenant_id } = await createTenant(store, { name, now: 1, ...(server === undefined ? {} : { server }) });
      const own = await store.of(tenant_id);
      const w = testWarehouse();
      await recordCentralEvents(own, tenant_id, w.drafts, NOW);
      const station = new TestStation(w.station.station_id);
      station.record(...receipt(w, ['A1', 'A2']));
      await recordStationEvents(own, tenant_id, station.station_id, station.batch());
      return { tenant_id, station, own };
    }

    test('a new tenant goes to the server with the fewest, whole, and no row of it elsewhere', async () => {
      const made = [await filled('T1'), await filled('T2'), await filled('T3')];
      for (const [n, { tenant_id, own }] of made.entries()) {
        const [here, there] = n % 2 === 0 ? [one.url, two.url] : [two.url, one.url];
        expect(await rowsAt(here, tenant_id)).toBeGreaterThan(20);
        expect(await rowsAt(there, tenant_id)).toBe(0);
        expect(await rebuild(own, tenant_id)).toEqual([]);
      }
    }, 60_000);

    test('a tenant moves whole; the old copy is fenced and kept until it is dropped; moving back works', async () => {
      const { tenant_id, station, own } = await filled('Mover', 'one');
      const before = await rowsAt(one.url, tenant_id);
      const moved = await moveTenant(databases(), tenant_id, 'two');
      expect(moved).toMatchObject({ from: 'one', to: 'two', rows: before });
      expect(await rowsAt(two.url, tenant_id)).toBe(before);
      expect(await rowsAt(one.url, tenant_id)).toBe(before);
      // This process still believes that it is on the first one: its write is refused and the directory asked anew.
      station.record({ type: 'order-confirmed', body: { order_id: station.station_id } });
      const late = station.log.slice(-1);
      await expect(recordStationEvents(own, tenant_id, station.station_id, station.batch(late))).rejects.toMatchObject({
        code: 'sync.overloaded',
      });
      const there = await store.of(tenant_id);
      await recordStationEvents(there, tenant_id, station.station_id, station.batch(late));
      expect(await rowsAt(one.url, tenant_id)).toBe(before);
      expect(await rebuild(there, tenant_id)).toEqual([]);
      expect(await dropOldCopies(databases(), tenant_id)).toEqual(['one']);
      expect(await rowsAt(one.url, tenant_id)).toBe(0);
      expect(await moveTenant(databases(), tenant_id, 'one')).toMatchObject({ from: 'two', to: 'one' });
      expect(await dropOldCopies(databases(), tenant_id)).toEqual(['two']);
    }, 60_000);

    test('said again after a crash between the fence and the directory, the move goes on and copies nothing anew', async () => {
      const { tenant_id } = await filled('Crashed', 'one');
      await moveTenant(databases(), tenant_id, 'two');
      // As a crash leaves it: copied and fenced, but the directory does not know.
      const client = new Client({ connectionString: one.url });
      await client.connect();
      await client.query(`update tenant_directory set server = 'one' where tenant_id = $1`, [tenant_id]);
      await client.end();
      const again = await openStore({ databases: databases(), data_dir: dir });
      const stale = await again.of(tenant_id);
      await expect(recordCentralEvents(stale, tenant_id, testWarehouse().drafts, NOW)).rejects.toMatchObject({
        code: 'sync.overloaded',
      });
      expect(await moveTenant(databases(), tenant_id, 'two')).toMatchObject({ from: 'one', to: 'two' });
      await again.close();
      await expect(moveTenant(databases(), tenant_id, 'two')).rejects.toThrow(/already/u);
      await expect(moveTenant(databases(), tenant_id, 'three')).rejects.toThrow(/no database server three/u);
    }, 60_000);

    test('a copy that was cut off half-way is made anew', async () => {
      const { tenant_id, own } = await filled('Half', 'one');
      const client = new Client({ connectionString: two.url });
      await client.connect();
      await client.query(`insert into tenant (tenant_id, name, created_at) values ($1, 'half', 1)`, [tenant_id]);
      await client.end();
      await moveTenant(databases(), tenant_id, 'two');
      expect(await rebuild(await store.of(tenant_id).then(() => own), tenant_id)).toEqual([]);
      expect(await rowsAt(two.url, tenant_id)).toBe(await rowsAt(one.url, tenant_id));
    }, 60_000);

    test('one server down: its tenants are told to try again, the others go on, and /readyz says which', async () => {
      const near = await filled('Near', 'one');
      const far = await filled('Far', 'two');
      const data_dir = mkdtempSync(join(tmpdir(), 'serialbridge-directory-'));
      const running: RunningCentral = await startCentral({
        data_dir,
        databases: databases(),
        port: 0,
        log_level: 'silent',
      });
      const as = (tenant_id: string): Promise<Response> =>
        fetch(`${running.url}/api/session`, {
          headers: { cookie: `serialbridge_session=${tenant_id}.${'x'.repeat(43)}` },
        });
      expect((await as(far.tenant_id)).status).toBe(401);
      await two.stop();
      const away = await as(far.tenant_id);
      expect(away.status).toBe(503);
      expect(away.headers.get('retry-after')).toBe('2');
      expect(await away.json()).toMatchObject({ code: 'sync.overloaded' });
      expect((await as(near.tenant_id)).status).toBe(401);
      const ready = await fetch(`${running.url}/readyz`);
      expect(ready.status).toBe(200);
      expect(await ready.json()).toMatchObject({
        servers: [
          { name: 'one', status: 'ok' },
          { name: 'two', status: 'unavailable' },
        ],
      });
      await recordCentralEvents(near.own, near.tenant_id, testWarehouse().drafts, NOW);
      expect((await fetch(`${running.url}/metrics`)).status).toBe(200);
      await running.close();
      // A central that is started while a server is away serves the others.
      const second = await startCentral({ data_dir, databases: databases(), port: 0, log_level: 'silent' });
      const status = await fetch(`${second.url}/api/session`, {
        headers: { cookie: `serialbridge_session=${far.tenant_id}.${'x'.repeat(43)}` },
      });
      expect(status.status).toBe(503);
      await second.close();
      rmSync(data_dir, { recursive: true, force: true });
    }, 60_000);
  },
);
