import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openStationStore, type StationStore } from '@serialbridge/cache';
import { recordCentralEvents } from '@serialbridge/central/ledger';
import { applyEvent } from '@serialbridge/core/ledger';
import { warehouseScope } from '@serialbridge/core/model';
import type { StationListRow } from '@serialbridge/protocol/central';
import { pairWithCentral, syncLoop, type SyncLoop } from '@serialbridge/station/sync';
import { AS_CENTRAL } from '../store/fill-tenant.ts';
import { PUBLIC_KEY, STATION_KEY } from '../store/test-station.ts';
import { put, stockUnit, testWarehouse } from '../store/test-warehouse.ts';
import type { HttpBench } from './http-bench.ts';
import type { OpenBench } from './register-http-tests.ts';

const silent = (): void => undefined;

const until = (is: () => boolean | Promise<boolean>): Promise<void> =>
  vi.waitFor(async () => expect(await is()).toBe(true), { timeout: 60_000, interval: 20 });

export function registerCompareTests(openBench: OpenBench): void {
  describe('comparing and scopes', () => {
    let bench: HttpBench;
    let store: StationStore;
    let loop: SyncLoop;
    const dir = mkdtempSync(join(tmpdir(), 'serialbridge-compare-'));
    const w = testWarehouse();
    const there = { warehouse_id: uuidv7(), code: 'W2', name: 'Annex' };
    const here = stockUnit(w, 'HERE-1');
    const away = { ...stockUnit(w, 'AWAY-1'), warehouse_id: there.warehouse_id };

    beforeAll(async () => {
      bench = await openBench();
      const { store: central } = bench.running.central;
      await recordCentralEvents(
        central,
        bench.tenant_id,
        [...w.drafts, put('warehouse', [there]), put('unit', [here, away])],
        AS_CENTRAL,
      );
      const { warehouse_id } = w.warehouse;
      const code = await bench.admin.call('stations.create', {
        body: { name: 'Dock', kind: 'receiving', warehouse_id },
      });
      store = openStationStore({ dir, newId: uuidv7, fold: applyEvent });
      const { url } = bench.running;
      const paired = await pairWithCentral(url, {
        pairing_code: code.pairing_code,
        computer_name: 'test',
        public_key: PUBLIC_KEY,
        only_central: null,
      });
      store.keys.write(STATION_KEY, paired, 1);
      store.identity.write({ ...paired, central_url: url, paired_at: 1 });
      loop = syncLoop({
        store,
        software: 'test',
        now: Date.now,
        random: () => 0,
        log: { debug: silent, info: silent, warn: silent, error: silent },
        insecure_http: false,
        onStatus: silent,
        onData: silent,
      });
      loop.start();
    }, 60_000);
    afterAll(async () => {
      await loop.stop();
      store.close();
      await bench.close();
      rmSync(dir, { recursive: true, force: true });
    });

    const serials = (): unknown[] =>
      store.read.all('SELECT serial_raw FROM live_unit ORDER BY serial_raw').map((row) => row['serial_raw']);
    const listed = async (): Promise<StationListRow | undefined> =>
      (await bench.admin.call('stations.list')).rows.find(({ name }) => name === 'Dock');

    test('compare: a wrong row is put right and told; the console asks for it and shows it', async () => {
      await until(() => loop.status().state === 'online');
      expect(serials()).toEqual(['AWAY-1', 'HERE-1']);
      const db = new Database(join(dir, 'cache.db'));
      db.prepare(`UPDATE unit SET serial_raw = 'WRONG' WHERE unit_id = ?`).run(here.unit_id);
      db.close();
      expect(serials()).toEqual(['AWAY-1', 'WRONG']);
      const params = { station_id: (await listed())?.station_id ?? '' };
      await bench.admin.call('stations.compare', { params });
      expect(await listed()).toMatchObject({ comparison: null, comparison_asked: true });
      loop.syncNow();
      await until(async () => (await listed())?.comparison_asked === false);
      expect(serials()).toEqual(['AWAY-1', 'HERE-1']);
      expect(await listed()).toMatchObject({
        comparison: { ranges_differed: 1, rows_repaired: 1, total_repaired: 1 },
      });
      await until(() => loop.status().comparison?.running === false);
      expect(loop.status().comparison).toMatchObject({ ranges_differed: 1, rows_repaired: 1 });
      loop.compareNow();
      await until(() => loop.status().comparison?.rows_repaired === 0);
      expect(await listed()).toMatchObject({ scope: 'tenant' });
    });

    test('scope.change: a station set to its warehouse takes that warehouse’s rows, and all rows when set back', async () => {
      const row = await listed();
      if (row === undefined) throw new Error('the station is not listed');
      const { name, kind, warehouse_id } = row;
      const params = { station_id: row.station_id };
      await bench.admin.call('stations.update', {
        params,
        body: { name, kind, warehouse_id, scope: 'warehouse', revision: row.revision },
      });
      expect(await listed()).toMatchObject({ scope: 'warehouse' });
      loop.syncNow();
      await until(() => store.cache.state().scope === warehouseScope(warehouse_id) && loop.status().state === 'online');
      expect(serials()).toEqual(['HERE-1']);
      const compared_at = loop.status().comparison?.compared_at ?? 0;
      loop.compareNow();
      await until(() => (loop.status().comparison?.compared_at ?? 0) > compared_at);
      expect(loop.status().comparison).toMatchObject({ ranges_differed: 0 });
      await bench.admin.call('stations.update', {
        params,
        body: { name, kind, warehouse_id, scope: 'tenant', revision: row.revision },
      });
      loop.syncNow();
      await until(() => store.cache.state().scope === 'tenant' && loop.status().state === 'online');
      expect(serials()).toEqual(['AWAY-1', 'HERE-1']);
    });
  });
}
