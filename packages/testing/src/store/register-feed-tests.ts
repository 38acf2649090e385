import { TENANT_SCOPE } from '@serialbridge/core/model';
import { existsSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import {
  authenticateStation,
  createPairingCode,
  pair,
  revokeStation,
  type SyncStation,
} from '@serialbridge/central/auth';
import { recordCentralEvents, recordStationEvents } from '@serialbridge/central/ledger';
import { hello, pruneFeed, push, Snapshots, witnessOf } from '@serialbridge/central/sync';
import type { Store } from '@serialbridge/central/storage';
import { ZERO_HASH, type Cursor, type HelloRequest, type Witness } from '@serialbridge/protocol';
import { feedPage } from './feed-page.ts';
import { AS_CENTRAL, fillTenant } from './fill-tenant.ts';
import { follow, loadSnapshot, readTables, type Replica } from './replica.ts';
import type { TheStore } from './register-store-tests.ts';
import { PUBLIC_KEY, receipt, type TestStation } from './test-station.ts';
import { put } from './test-warehouse.ts';

async function cursorNow(store: Store, tenant_id: string): Promise<Cursor> {
  return store.db
    .selectFrom('tenant_head')
    .select(['epoch', 'version', 'hash'])
    .where('tenant_id', '=', tenant_id)
    .executeTakeFirstOrThrow();
}

async function beginning(store: Store, tenant_id: string): Promise<Cursor> {
  return { ...(await cursorNow(store, tenant_id)), version: 0, hash: ZERO_HASH };
}

const helloFrom = (station: TestStation, cursor: Cursor | null, witness: Witness | null = null): HelloRequest => ({
  software: 'test',
  incarnation: station.incarnation,
  last_seq: station.log.length,
  cursor,
  sent_at: 1,
  backlog: 3,
  earlier_incarnations: [],
  scope: TENANT_SCOPE,
  witness,
});

export function registerFeedTests(the: TheStore): void {
  describe('pull', () => {
    test('the feed from the beginning equals the tables, in whole versions and in order, whatever the page', async () => {
      const { store } = the();
      const { tenant_id, w, receiving } = await fillTenant(store);
      for (const serial of ['A1', 'A2', 'A3']) {
        receiving.record(...receipt(w, [serial]));
        await recordStationEvents(store, tenant_id, receiving.station_id, receiving.batch(receiving.log.slice(-3)));
      }
      const station: SyncStation = { tenant_id, station_id: receiving.station_id };
      for (const limit of [1, 4, 5000]) {
        const replica: Replica = new Map();
        const { pages } = await follow(store, station, replica, await beginning(store, tenant_id), limit);
        expect(replica).toEqual(await readTables(store, tenant_id));
        let from = 0;
        for (const { next, rows, changes } of pages) {
          const versions = await store.db
            .selectFrom('feed_version')
            .select('rows')
            .where('tenant_id', '=', tenant_id)
            .where('version', '>', from)
            .where('version', '<=', next.version)
            .execute();
          expect(versions.length).toBeGreaterThan(0);
          // Whole versions: as many rows as they have.
          expect([rows, changes.length]).toEqual(Array(2).fill(versions.reduce((sum, one) => sum + one.rows, 0)));
          // Only a version that is alone may be larger than the page.
          expect(versions.length === 1 || rows <= limit).toBe(true);
          from = next.version;
        }
        expect(from).toBe((await cursorNow(store, tenant_id)).version);
      }
    });

    test('a row that is gone is told as gone', async () => {
      const { store } = the();
      const { tenant_id, receiving } = await fillTenant(store);
      const change = { level: 'tenant', level_id: '', key: 'receiving.test' } as const;
      await recordCentralEvents(
        store,
        tenant_id,
        [{ type: 'policy-changed', body: { changes: [{ ...change, value: { deep: [1, null] } }] } }],
        AS_CENTRAL,
      );
      const from = await cursorNow(store, tenant_id);
      await recordCentralEvents(
        store,
        tenant_id,
        [{ type: 'policy-changed', body: { changes: [{ ...change, value: null }] } }],
        AS_CENTRAL,
      );
      const { changes } = await feedPage(store, { tenant_id, station_id: receiving.station_id }, from);
      expect(changes).toContainEqual({ entity: 'policy_value', key: 'tenant||receiving.test', row: null });
    });

    test('a snapshot is exactly one version, and the tail after it leads to the tables', async () => {
      const { store } = the();
      const { tenant_id, w, receiving } = await fillTenant(store);
      receiving.record(...receipt(w, ['A1', 'tab\there', 'back\\slash']));
      await recordStationEvents(store, tenant_id, receiving.station_id, receiving.batch());
      const station: SyncStation = { tenant_id, station_id: receiving.station_id };
      const snapshots = new Snapshots(store);
      await snapshots.open(10);
      const tables = await readTables(store, tenant_id);
      const { replica, at } = await loadSnapshot(snapshots, station, 10);
      expect(at).toEqual(await cursorNow(store, tenant_id));
      expect(replica).toEqual(tables);
      receiving.record(...receipt(w, ['A2']));
      await recordStationEvents(store, tenant_id, receiving.station_id, receiving.batch());
      // A young one is used again; the tail brings what came since.
      const second = await loadSnapshot(snapshots, station, 20);
      expect(second.at).toEqual(at);
      await follow(store, station, second.replica, second.at);
      expect(second.replica).toEqual(await readTables(store, tenant_id));
      await snapshots.close();
    });

    test('a complete snapshot outlives a restart of central, unless it is old, of another epoch or not whole', async () => {
      const { store } = the();
      const { tenant_id, receiving } = await fillTenant(store);
      const station: SyncStation = { tenant_id, station_id: receiving.station_id };
      const first = new Snapshots(store, () => 10);
      await first.open(10);
      const { at } = await loadSnapshot(first, station, 10);
      const made = await first.take(station, 10);
      expect(made).toMatchObject({
        at,
        complete: true,
        total_rows: made.chunks.reduce((sum, { rows }) => sum + rows, 0),
      });
      await first.close();
      const restarted = async (now: number): Promise<Snapshots> => {
        const snapshots = new Snapshots(store, () => now);
        await snapshots.open(now);
        return snapshots;
      };
      const again = await restarted(1000);
      expect(await again.manifest(station, made.snapshot_id)).toEqual(made);
      // Asked for again within an hour each time it is kept, but no longer than a day.
      const hour = 60 * 60 * 1000;
      await again.sweep(1000 + hour - 1);
      expect((await again.chunk(station, made.snapshot_id, 0)).sha256).toBe(made.chunks[0]?.sha256);
      expect((await loadSnapshot(again, station, 2000)).at).toEqual(at);
      const folder = join(store.data_dir, 'snapshots', tenant_id, made.snapshot_id);
      const old = await restarted(10 + 24 * hour);
      await expect(old.manifest(station, made.snapshot_id)).rejects.toThrow(/no such snapshot/);
      expect(existsSync(folder)).toBe(false);

      const cut = await restarted(2000);
      const second = await cut.take(station, 2000);
      await cut.close();
      truncateSync((await cut.chunk(station, second.snapshot_id, 0)).path, 3);
      const third = await restarted(2000);
      await expect(third.manifest(station, second.snapshot_id)).rejects.toThrow(/no such snapshot/);
      const { at: at_third } = await loadSnapshot(third, station, 2000);
      const { snapshot_id } = await third.take(station, 2000);
      const lost = await witnessOf(store, station, { ...at_third, version: at_third.version + 3 });
      await hello(store, station, helloFrom(receiving, at_third, lost), 6);
      await expect((await restarted(3000)).manifest(station, snapshot_id)).rejects.toThrow(/no such snapshot/);
    });

    test('sync.overloaded: a third snapshot at once is refused; stations of one tenant share one', async () => {
      const { store } = the();
      const tenants = [await fillTenant(store), await fillTenant(store), await fillTenant(store)];
      const snapshots = new Snapshots(store);
      const asked = tenants.flatMap(({ tenant_id, receiving, packing }) =>
        [receiving, packing].map(({ station_id }) => snapshots.take({ tenant_id, station_id }, 10)),
      );
      const answers = await Promise.allSettled(asked);
      const ids = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value.snapshot_id] : []));
      const refusals = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason as unknown] : []));
      expect([ids.length, new Set(ids).size]).toEqual([4, 2]);
      expect(refusals).toEqual([
        expect.objectContaining({ code: 'sync.overloaded' }),
        expect.objectContaining({ code: 'sync.overloaded' }),
      ]);
      await snapshots.close();
    });

    test('a snapshot of another tenant does not exist for a station', async () => {
      const { store } = the();
      const one = await fillTenant(store);
      const other = await fillTenant(store);
      const snapshots = new Snapshots(store);
      const mine = await snapshots.take({ tenant_id: one.tenant_id, station_id: one.receiving.station_id }, 10);
      await snapshots.close();
      const stranger = { tenant_id: other.tenant_id, station_id: other.receiving.station_id };
      await expect(snapshots.manifest(stranger, mine.snapshot_id)).rejects.toThrow(/no such snapshot/);
      await expect(snapshots.chunk(stranger, mine.snapshot_id, 0)).rejects.toThrow(/no such snapshot/);
    });

    test('sync.snapshot-required below the floor, in another epoch, or off this history', async () => {
      const { store } = the();
      const { tenant_id, w, receiving } = await fillTenant(store);
      const station = { tenant_id, station_id: receiving.station_id };
      const old = await cursorNow(store, tenant_id);
      receiving.record(...receipt(w, ['A1']));
      await recordStationEvents(store, tenant_id, receiving.station_id, receiving.batch());
      const now = await cursorNow(store, tenant_id);
      const { floor } = await pruneFeed(store, tenant_id, 9001, 0);
      expect(floor).toBe(now.version);
      const wrong: Cursor[] = [
        old,
        { ...now, epoch: uuidv7() },
        { ...now, hash: 'a'.repeat(64) },
        { ...now, version: now.version + 5 },
      ];
      for (const cursor of wrong)
        await expect(feedPage(store, station, cursor)).rejects.toMatchObject({ code: 'sync.snapshot-required' });
      expect((await feedPage(store, station, now)).changes).toEqual([]);
    });

    test('sync.epoch: a version that central signed for a station and lost begins a new epoch, and all take a snapshot', async () => {
      const { store } = the();
      const { tenant_id, receiving, packing } = await fillTenant(store);
      const before = await cursorNow(store, tenant_id);
      const who = { tenant_id, station_id: receiving.station_id };
      expect(await hello(store, who, helloFrom(receiving, before), 5)).toMatchObject({
        pull: 'tail',
        epoch: before.epoch,
        durable_seq: 0,
        now: 5,
      });
      const ahead = { ...before, version: before.version + 3, hash: 'b'.repeat(64) };
      const answer = await hello(store, who, helloFrom(receiving, ahead, await witnessOf(store, who, ahead)), 6);
      expect(answer.pull).toBe('snapshot');
      expect(answer.epoch).not.toBe(before.epoch);
      const other = { tenant_id, station_id: packing.station_id };
      expect(await hello(store, other, helloFrom(packing, before), 7)).toMatchObject({
        pull: 'snapshot',
        epoch: answer.epoch,
      });
      // The others were shown lost versions too: one loss is one epoch, whoever shows it and however often.
      for (const [station, log] of [
        [who, receiving],
        [other, packing],
      ] as const)
        expect(
          await hello(store, station, helloFrom(log, ahead, await witnessOf(store, station, ahead)), 8),
        ).toMatchObject({
          pull: 'snapshot',
          epoch: answer.epoch,
        });
      // Central's own events go on under a new incarnation, so that a number is never used twice.
      await recordCentralEvents(
        store,
        tenant_id,
        [put('vendor', [{ vendor_id: uuidv7(), code: 'V9', name: 'After' }])],
        AS_CENTRAL,
      );
      const chains = await store.db
        .selectFrom('station_head')
        .select('incarnation')
        .where('tenant_id', '=', tenant_id)
        .where('station_id', '=', answer.central_id)
        .execute();
      expect(chains).toHaveLength(2);
    });

    test('sync.epoch: an epoch that central signed in and lost as a whole begins a new one, once, whoever shows it', async () => {
      const { store } = the();
      const { tenant_id, receiving, packing } = await fillTenant(store);
      const before = await cursorNow(store, tenant_id);
      const who = { tenant_id, station_id: receiving.station_id };
      const other = { tenant_id, station_id: packing.station_id };
      // Begun after the backup that central was restored from, so that nothing here knows it.
      const lost = { epoch: uuidv7(), version: before.version, hash: before.hash };
      const foreign = { ...lost, signature: 'A'.repeat(86) };
      expect((await hello(store, who, helloFrom(receiving, before, foreign), 5)).epoch).toBe(before.epoch);
      const first = await hello(store, who, helloFrom(receiving, before, await witnessOf(store, who, lost)), 6);
      expect(first.epoch).not.toBe(before.epoch);
      expect(first.pull).toBe('snapshot');
      for (const [station, log] of [
        [who, receiving],
        [other, packing],
      ] as const) {
        const again = await hello(store, station, helloFrom(log, before, await witnessOf(store, station, lost)), 7);
        expect(again.epoch).toBe(first.epoch);
      }
    });

    test('sync.epoch: a cursor that central did not sign for this very station sends this station alone to a snapshot', async () => {
      const { store } = the();
      const { tenant_id, receiving, packing } = await fillTenant(store);
      const before = await cursorNow(store, tenant_id);
      const who = { tenant_id, station_id: receiving.station_id };
      const other = { tenant_id, station_id: packing.station_id };
      const ahead = { ...before, version: before.version + 3, hash: 'b'.repeat(64) };
      const signed = await witnessOf(store, who, ahead);
      const forged: readonly (Witness | null)[] = [
        null,
        { ...ahead, signature: 'A'.repeat(86) },
        // Another station's, another version's, and one that central has.
        await witnessOf(store, other, ahead),
        { ...signed, version: signed.version + 1 },
        await witnessOf(store, who, before),
      ];
      for (const witness of forged)
        expect(await hello(store, who, helloFrom(receiving, ahead, witness), 6)).toMatchObject({
          pull: 'snapshot',
          epoch: before.epoch,
        });
      expect(await hello(store, other, helloFrom(packing, before), 7)).toMatchObject({
        pull: 'tail',
        epoch: before.epoch,
      });
    });

    test('pairing: a code works once and gives a credential of this station; revoking ends it', async () => {
      const { store } = the();
      const { tenant_id, w, receiving } = await fillTenant(store);
      const { pairing_code } = await createPairingCode(store, tenant_id, {
        station_id: receiving.station_id,
        now: 100,
      });
      const request = {
        pairing_code: pairing_code.toLowerCase(),
        computer_name: 'pc',
        public_key: PUBLIC_KEY,
        only_central: null,
      };
      await expect(pair(store, { ...request, pairing_code: 'AAAA-BBBB' }, 110)).rejects.toMatchObject({
        code: 'pairing.wrong-code',
      });
      await expect(pair(store, request, 100 + 15 * 60_000)).rejects.toMatchObject({ code: 'pairing.wrong-code' });
      const paired = await pair(store, request, 120);
      expect(paired).toMatchObject({
        tenant_id,
        station_id: receiving.station_id,
        kind: 'receiving',
        warehouse_id: w.warehouse.warehouse_id,
      });
      await expect(pair(store, request, 130)).rejects.toMatchObject({ code: 'pairing.wrong-code' });
      const bearer = `Bearer ${paired.credential}`;
      expect(await authenticateStation(store, bearer)).toEqual({ tenant_id, station_id: receiving.station_id });
      await expect(
        authenticateStation(store, `${bearer.slice(0, -1)}${bearer.endsWith('A') ? 'B' : 'A'}`),
      ).rejects.toMatchObject({ code: 'station.unauthenticated' });
      await revokeStation(store, tenant_id, { station_id: receiving.station_id, operator_id: null, now: 140 });
      await expect(authenticateStation(store, bearer)).rejects.toMatchObject({ code: 'station.revoked' });
      const row = await store.db
        .selectFrom('station')
        .select('state')
        .where('tenant_id', '=', tenant_id)
        .where('station_id', '=', receiving.station_id)
        .executeTakeFirstOrThrow();
      expect(row.state).toBe('revoked');
    });

    test('push and hello note when a station was heard and how much it still has', async () => {
      const { store } = the();
      const { tenant_id, w, receiving } = await fillTenant(store);
      const who = { tenant_id, station_id: receiving.station_id };
      await hello(store, who, helloFrom(receiving, null), 50);
      receiving.record(...receipt(w, ['A1']));
      const done = await push(
        store,
        who,
        { incarnation: receiving.incarnation, events: receiving.log, backlog: 0, is_oldest: false },
        60,
      );
      expect(done).toMatchObject({ durable_seq: 3, expected_seq: null });
      const contact = await store.db
        .selectFrom('station_contact')
        .selectAll()
        .where('tenant_id', '=', tenant_id)
        .execute();
      expect(contact).toEqual([
        { ...who, last_seen_at: 60, software: 'test', backlog: 0, cache_version: null, clock_offset_ms: 49 },
      ]);
    });
  });
}
