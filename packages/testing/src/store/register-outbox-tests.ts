import { array, assert, asyncProperty, constant, integer, nat, oneof, record } from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import { createPairingCode, pair, revokeStation } from '@serialbridge/central/auth';
import { TENANT_SCOPE } from '@serialbridge/core/model';
import { rebuild, recordCentralEvents, recordStationEvents } from '@serialbridge/central/ledger';
import { backupState, importOutbox, markBackup, noteAt, noteKeptMark } from '@serialbridge/central/recovery';
import { backedUpOf, hello } from '@serialbridge/central/sync';
import type { Store } from '@serialbridge/central/storage';
import { type Envelope, type Fault } from '@serialbridge/protocol';
import type { OutboxImport } from '@serialbridge/protocol/central';
import { AS_CENTRAL, fillTenant } from './fill-tenant.ts';
import { outboxFile, testKey, type TestKey } from './outbox-file.ts';
import type { TheStore } from './register-store-tests.ts';
import { receipt, TestStation } from './test-station.ts';
import { put } from './test-warehouse.ts';

const uncounted = { events: { inc: () => undefined } };

function bring(store: Store, tenant_id: string, file: string | Uint8Array, any_key = false): Promise<OutboxImport> {
  return importOutbox(
    { store, now: () => 9000, metrics: uncounted },
    {
      tenant_id,
      operator_id: null,
      imported_by: 'Ruth',
      file_name: 'dock.sboutbox',
      bytes: typeof file === 'string' ? new TextEncoder().encode(file) : file,
      any_key,
    },
  );
}

/** Codes and places of everything that is wrong with a file. */
async function faultsOf(done: Promise<unknown>): Promise<(readonly [string, string | null])[]> {
  const error: unknown = await done.then(
    () => {
      throw new Error('it was imported');
    },
    (thrown: unknown) => thrown,
  );
  const { errors } = error as { errors: readonly Fault[] };
  return errors.map(({ code, where }) => [code, where]);
}

async function storedIds(store: Store, tenant_id: string, station_id: string): Promise<string[]> {
  const rows = await store.db
    .selectFrom('event')
    .select('event_id')
    .where('tenant_id', '=', tenant_id)
    .where('station_id', '=', station_id)
    .orderBy('incarnation')
    .orderBy('seq')
    .execute();
  return rows.map(({ event_id }) => event_id);
}

async function pairAs(store: Store, tenant_id: string, station_id: string, key: TestKey): Promise<void> {
  const { pairing_code } = await createPairingCode(store, tenant_id, { station_id, now: 1000 });
  const { public_key } = key;
  await pair(store, { pairing_code, computer_name: 'pc', public_key, only_central: null }, 1000);
}

const helloOf = (station: TestStation): Parameters<typeof hello>[2] => ({
  software: 'test/1',
  incarnation: station.incarnation,
  last_seq: station.log.length,
  cursor: null,
  sent_at: 1,
  backlog: station.log.length,
  earlier_incarnations: [],
  scope: TENANT_SCOPE,
  witness: null,
});

async function filled(store: Store) {
  const tenant = await fillTenant(store);
  const key = testKey();
  const { station_id } = tenant.receiving;
  await pairAs(store, tenant.tenant_id, station_id, key);
  return { ...tenant, key, station_id, who: { tenant_id: tenant.tenant_id, station_id } };
}

export function registerOutboxTests(the: TheStore): void {
  describe('station keys', () => {
    test('each pairing adds a key', async () => {
      const { store } = the();
      const { tenant_id, station_id, key } = await filled(store);
      const keysOf = async (): Promise<string[]> => {
        const rows = await store.db
          .selectFrom('station_key')
          .select('key_id')
          .where('tenant_id', '=', tenant_id)
          .where('station_id', '=', station_id)
          .execute();
        return rows.map(({ key_id }) => key_id).toSorted();
      };
      expect(await keysOf()).toEqual([key.key_id]);
      const second = testKey();
      await pairAs(store, tenant_id, station_id, second);
      expect(await keysOf()).toEqual([key.key_id, second.key_id].toSorted());
    });
  });

  describe('import of an exported outbox', () => {
    test('records every event once, also of a revoked station; again it is all known, and hello acknowledges it', async () => {
      const { store } = the();
      const { tenant_id, w, receiving, key, who, station_id } = await filled(store);
      receiving.record(...receipt(w, ['A1', 'A2']));
      await recordStationEvents(store, tenant_id, station_id, receiving.batch());
      await revokeStation(store, tenant_id, { station_id, operator_id: null, now: 2000 });
      receiving.record(...receipt(w, ['A3', 'Ünï 😀']));
      // An export holds what was not acknowledged when it was made, which central may have by now.
      const file = outboxFile(tenant_id, receiving, key, receiving.log.slice(1));
      expect(await bring(store, tenant_id, file)).toMatchObject({
        station_id,
        imported_by: 'Ruth',
        events: 5,
        events_new: 3,
        events_known: 2,
        events_held: 0,
      });
      expect(await bring(store, tenant_id, file)).toMatchObject({ events_new: 0, events_known: 5 });
      expect(await storedIds(store, tenant_id, station_id)).toEqual(receiving.log.map(({ event_id }) => event_id));
      expect(await hello(store, who, helloOf(receiving), 3000)).toMatchObject({
        durable_seq: 6,
        hash: receiving.log[5]?.hash,
        revoked: true,
      });
      expect(await rebuild(store, tenant_id)).toEqual([]);
      const kept = await store.db.selectFrom('outbox_import').selectAll().where('tenant_id', '=', tenant_id).execute();
      expect(
        kept
          .map((row) => [row.imported_by, row.events_new, row.key_id])
          .toSorted((a, b) => Number(a[1]) - Number(b[1])),
      ).toEqual([
        ['Ruth', 0, key.key_id],
        ['Ruth', 3, key.key_id],
      ]);
      const noted = await store.db
        .selectFrom('audit_entry')
        .select(['details', 'subject_id'])
        .where('tenant_id', '=', tenant_id)
        .where('kind', '=', 'outbox-imported')
        .orderBy('audit_entry_id')
        .execute();
      expect(noted.map(({ details }) => JSON.parse(details) as unknown)).toMatchObject([
        { events: 5, events_new: 3 },
        { events: 5, events_new: 0 },
      ]);
      expect(noted.map(({ subject_id }) => subject_id)).toEqual([station_id, station_id]);
    });

    test('outbox.wrong-signature, outbox.chain-broken: whatever was changed is told at once with its line', async () => {
      const { store } = the();
      const { tenant_id, w, receiving, key, station_id } = await filled(store);
      receiving.record(...receipt(w, ['A1', 'A2']));
      const [first, second, third] = receiving.log;
      if (first === undefined || second === undefined || third === undefined) throw new Error('no receipt');
      const good = outboxFile(tenant_id, receiving, key, receiving.log);
      expect(await faultsOf(bring(store, tenant_id, good.replace('"A1"', '"B1"')))).toEqual([
        ['outbox.chain-broken', 'line 3'],
        ['outbox.wrong-signature', null],
      ]);
      // Signed rightly, but with an event left out and another that does not belong.
      const odd: Envelope[] = [first, { ...third, station_id: uuidv7() }];
      const faults = await faultsOf(bring(store, tenant_id, outboxFile(tenant_id, receiving, key, odd)));
      expect(new Set(faults.map(([code, where]) => `${code} ${where}`))).toEqual(
        new Set(['outbox.chain-broken line 3']),
      );
      expect(faults.length).toBeGreaterThan(1);
      expect(await storedIds(store, tenant_id, station_id)).toEqual([]);
    });

    test('outbox.not-an-export, outbox.newer-version, outbox.incomplete, outbox.unreadable-event', async () => {
      const { store } = the();
      const { tenant_id, w, receiving, key, station_id } = await filled(store);
      receiving.record(...receipt(w, ['A1']));
      const good = outboxFile(tenant_id, receiving, key, receiving.log);
      for (const file of ['', 'sku,name\n1,2\n', '{"format":"x"}\n', new Uint8Array([0xff, 0xfe, 0])])
        expect((await faultsOf(bring(store, tenant_id, file)))[0]?.[0]).toBe('outbox.not-an-export');
      expect(await faultsOf(bring(store, tenant_id, good.replace('"version":1', '"version":2')))).toEqual([
        ['outbox.newer-version', 'line 1'],
      ]);
      for (const length of [good.length - 2, good.length - 200, good.indexOf('\n') + 1])
        expect(await faultsOf(bring(store, tenant_id, good.slice(0, length)))).toContainEqual([
          'outbox.incomplete',
          expect.stringMatching(/^line \d$/u),
        ]);
      const lines = good.split('\n');
      expect(await faultsOf(bring(store, tenant_id, lines.with(2, '{"seq":').join('\n')))).toEqual([
        ['outbox.unreadable-event', 'line 3'],
        ['outbox.wrong-signature', null],
      ]);
      const short = outboxFile(tenant_id, receiving, key, receiving.log, { named: 7 });
      expect(await faultsOf(bring(store, tenant_id, short))).toEqual([['outbox.incomplete', null]]);
      expect(await storedIds(store, tenant_id, station_id)).toEqual([]);
    });

    test('outbox.other-tenant, outbox.unknown-station, outbox.unknown-key', async () => {
      const { store } = the();
      const { tenant_id, w, receiving, key, station_id } = await filled(store);
      const other = await filled(store);
      receiving.record(...receipt(w, ['A1']));
      const file = outboxFile(tenant_id, receiving, key, receiving.log);
      expect(await faultsOf(bring(store, other.tenant_id, file))).toEqual([['outbox.other-tenant', 'line 1']]);
      const stranger = new TestStation(uuidv7());
      stranger.record(...receipt(w, ['A1']));
      expect(await faultsOf(bring(store, tenant_id, outboxFile(tenant_id, stranger, key, stranger.log)))).toEqual([
        ['outbox.unknown-station', 'line 1'],
      ]);
      // The key of another station, and one that central was never told.
      for (const wrong of [other.key, testKey()])
        expect(await faultsOf(bring(store, tenant_id, outboxFile(tenant_id, receiving, wrong, receiving.log)))).toEqual(
          [['outbox.unknown-key', null]],
        );
      expect(await storedIds(store, tenant_id, station_id)).toEqual([]);
      // For whoever may write the database anyway; a signature must fit all the same.
      const unknown = outboxFile(tenant_id, receiving, testKey(), receiving.log);
      expect(await faultsOf(bring(store, tenant_id, unknown.replace('"Dock"', '"Duck"'), true))).toEqual([
        ['outbox.wrong-signature', null],
      ]);
      expect(await bring(store, tenant_id, unknown, true)).toMatchObject({ events_new: 3 });
    });

    test('outbox.gap: central lacks what comes before; nothing is stored, and the number is told', async () => {
      const { store } = the();
      const { tenant_id, w, receiving, key, station_id } = await filled(store);
      receiving.record(...receipt(w, ['A1']), ...receipt(w, ['A2']));
      await recordStationEvents(store, tenant_id, station_id, receiving.batch(receiving.log.slice(0, 2)));
      const late = outboxFile(tenant_id, receiving, key, receiving.log.slice(4));
      await expect(bring(store, tenant_id, late)).rejects.toMatchObject({
        code: 'outbox.gap',
        errors: [{ params: { expected_seq: 3, found: 5 } }],
      });
      expect(await storedIds(store, tenant_id, station_id)).toHaveLength(2);
      await bring(store, tenant_id, outboxFile(tenant_id, receiving, key, receiving.log.slice(0, 4)));
      expect(await bring(store, tenant_id, late)).toMatchObject({ events_new: 2 });
    });

    test('case.events-missing: what the station no longer holds is given up with a case, and taken in should it come', async () => {
      const { store } = the();
      const { tenant_id, w, receiving, key, who, station_id } = await filled(store);
      receiving.record(...receipt(w, ['A1']), ...receipt(w, ['A2']));
      await recordStationEvents(store, tenant_id, station_id, receiving.batch(receiving.log.slice(0, 1)));
      const rest = receiving.log.slice(3);
      const taken = await recordStationEvents(store, tenant_id, station_id, {
        ...receiving.batch(rest),
        is_oldest: true,
      });
      expect(taken).toMatchObject({ durable_seq: 6, hash: receiving.log[5]?.hash, expected_seq: null });
      expect(taken.outcomes[0]).toMatchObject({ outcome: 'accepted-with-case' });
      const cases = await store.db.selectFrom('case').selectAll().where('tenant_id', '=', tenant_id).execute();
      expect(cases.map(({ rule, facts }) => [rule, facts[0]?.event_id])).toEqual([
        ['case.events-missing', rest[0]?.event_id],
      ]);
      // Sent again, or brought as a file: known.
      expect(
        await bring(store, tenant_id, outboxFile(tenant_id, receiving, key, rest, { is_oldest: true })),
      ).toMatchObject({ events_new: 0, events_known: 3 });
      const again = await recordStationEvents(store, tenant_id, station_id, {
        ...receiving.batch(rest),
        is_oldest: true,
      });
      expect(again).toMatchObject({ durable_seq: 6, expected_seq: null });
      // The chain stands where it stood, and what was missing still fits, from an older export that somebody kept.
      expect((await hello(store, who, helloOf(receiving), 3000)).durable_seq).toBe(1);
      expect(await bring(store, tenant_id, outboxFile(tenant_id, receiving, key, receiving.log))).toMatchObject({
        events_new: 2,
        events_known: 4,
      });
      expect((await storedIds(store, tenant_id, station_id)).toSorted()).toEqual(
        receiving.log.map(({ event_id }) => event_id).toSorted(),
      );
      expect(await rebuild(store, tenant_id)).toEqual([]);
    });

    test('any interleaving of export, import and sync leaves each event in the ledger once', async () => {
      const { store } = the();
      const { tenant_id, w, key, station_id } = await filled(store);
      const drafts = (n: number) => Array.from({ length: n }, () => receipt(w, [uuidv7()])).flat();
      const step = oneof(
        record({ do: constant('record' as const), n: integer({ min: 1, max: 3 }) }),
        record({ do: constant('export' as const), from: nat(6) }),
        record({ do: constant('import' as const), which: nat(5) }),
        record({ do: constant('sync' as const), most: integer({ min: 1, max: 4 }) }),
      );
      await assert(
        asyncProperty(array(step, { maxLength: 14 }), async (steps) => {
          const station = new TestStation(station_id);
          const files: string[] = [];
          let acknowledged = 0;
          const sync = async (most: number): Promise<void> => {
            const events = station.log.slice(acknowledged, acknowledged + most);
            if (events.length === 0) return;
            const done = await recordStationEvents(store, tenant_id, station_id, station.batch(events));
            expect(done.expected_seq).toBeNull();
            acknowledged = Math.max(acknowledged, done.durable_seq);
          };
          for (const one of steps) {
            if (one.do === 'record') station.record(...drafts(one.n));
            else if (one.do === 'export')
              // Of an answer that was lost the station does not know: its export begins earlier.
              files.push(outboxFile(tenant_id, station, key, station.log.slice(Math.max(0, acknowledged - one.from))));
            else if (one.do === 'sync') await sync(one.most);
            else {
              const file = files[one.which];
              if (file !== undefined) await bring(store, tenant_id, file);
            }
          }
          for (const file of files.toReversed()) await bring(store, tenant_id, file);
          await sync(station.log.length);
          const rows = await store.db
            .selectFrom('event')
            .select(['event_id', 'seq'])
            .where('tenant_id', '=', tenant_id)
            .where('station_id', '=', station_id)
            .where('incarnation', '=', station.incarnation)
            .orderBy('seq')
            .execute();
          expect(rows.map(({ event_id }) => event_id)).toEqual(station.log.map(({ event_id }) => event_id));
          const forks = await store.db
            .selectFrom('event_fork')
            .select('seq')
            .where('tenant_id', '=', tenant_id)
            .execute();
          expect(forks).toEqual([]);
        }),
        { numRuns: 12 },
      );
      expect(await rebuild(store, tenant_id)).toEqual([]);
    });
  });

  describe('backups', () => {
    test('a noted mark tells stations how far they are backed up, and nothing else does', async () => {
      const { store } = the();
      const { tenant_id, w, receiving, who, station_id } = await filled(store);
      const told = async () => (await hello(store, who, helloOf(receiving), 3000)).backed_up;
      receiving.record(...receipt(w, ['A1']));
      await recordStationEvents(store, tenant_id, station_id, receiving.batch());
      const mark = uuidv7();
      await markBackup(store, tenant_id, mark, 4000);
      receiving.record(...receipt(w, ['A2']));
      await recordStationEvents(store, tenant_id, station_id, receiving.batch());
      expect(await told()).toEqual([]);
      expect(await backupState(store.db, tenant_id, 5000)).toEqual({ last: null, due: false });
      await noteKeptMark(store, mark, { by: 'cron', place: null, now: 6000 });
      expect(await told()).toEqual([{ incarnation: receiving.incarnation, seq: 3 }]);
      const state = await backupState(store.db, tenant_id, 4000 + 4 * 86_400_000);
      expect(state).toMatchObject({ last: { marked_at: 4000, noted_at: 6000, by: 'cron' }, due: true });
      // An older one noted late takes nothing back.
      await noteAt(store, tenant_id, { version: 1 }, { by: 'cron', place: null, now: 7000 });
      expect(await told()).toEqual([{ incarnation: receiving.incarnation, seq: 3 }]);
    });

    test('backup.wrong-mark: of no mark, of a version that is none, of a history that was replaced', async () => {
      const { store } = the();
      const { tenant_id } = await filled(store);
      const noted = { by: 'cron', place: null, now: 6000 };
      await expect(noteKeptMark(store, uuidv7(), noted)).rejects.toMatchObject({ code: 'backup.wrong-mark' });
      await expect(noteKeptMark(store, 'x', noted)).rejects.toMatchObject({ code: 'backup.wrong-mark' });
      await expect(noteAt(store, tenant_id, { version: 99_999 }, noted)).rejects.toMatchObject({
        code: 'backup.wrong-mark',
      });
      const mark = uuidv7();
      await markBackup(store, tenant_id, mark, 4000);
      await store.transaction(async (tx) => {
        await tx.db
          .updateTable('feed_version')
          .set({ hash: 'f'.repeat(64) })
          .where('tenant_id', '=', tenant_id)
          .execute();
      });
      await expect(noteKeptMark(store, mark, noted)).rejects.toMatchObject({ code: 'backup.wrong-mark' });
      expect(await backedUpOf(store.db, tenant_id, uuidv7())).toEqual([]);
    });

    test('an event that was held when the backup was made counts as in it', async () => {
      const { store } = the();
      const { tenant_id, receiving, who, station_id } = await filled(store);
      const order_id = uuidv7();
      receiving.record({ type: 'order-confirmed', body: { order_id } });
      receiving.recordUnknown('tomorrow', { x: 1 });
      await recordStationEvents(store, tenant_id, station_id, receiving.batch());
      await recordCentralEvents(
        store,
        tenant_id,
        [put('vendor', [{ vendor_id: uuidv7(), code: 'V9', name: 'V9' }])],
        AS_CENTRAL,
      );
      await noteAt(store, tenant_id, { before: 1e15 }, { by: 'cron', place: null, now: 7000 });
      expect((await hello(store, who, helloOf(receiving), 3000)).backed_up).toEqual([
        { incarnation: receiving.incarnation, seq: 2 },
      ]);
    });

    test('of a copied disk only what all copies share counts as backed up', async () => {
      const { store } = the();
      const { tenant_id, w, receiving, who, station_id } = await filled(store);
      receiving.record(...receipt(w, ['A1']));
      const copy = receiving.clone();
      receiving.record(...receipt(w, ['B1']));
      await recordStationEvents(store, tenant_id, station_id, receiving.batch());
      copy.record(...receipt(w, ['C1']));
      await recordStationEvents(store, tenant_id, station_id, copy.batch());
      await noteAt(store, tenant_id, { before: 1e15 }, { by: 'cron', place: null, now: 7000 });
      expect((await hello(store, who, helloOf(receiving), 3000)).backed_up).toEqual([
        { incarnation: receiving.incarnation, seq: 3 },
      ]);
    });
  });
}
