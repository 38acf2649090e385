import { v7 as uuidv7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import {
  DraftRefused,
  UnknownTenant,
  createTenant,
  recordCentralEvents,
  recordStationEvents,
  rebuild,
} from '@serialbridge/central/ledger';
import { AS_CENTRAL, fillTenant } from './fill-tenant.ts';
import { readTables } from './replica.ts';
import type { TheStore } from './register-store-tests.ts';
import { receipt } from './test-station.ts';
import { put, stockUnit } from './test-warehouse.ts';

export function registerLedgerTests(the: TheStore): void {
  describe('ledger', () => {
    test('central is a producer: its events form a gap-free hashed chain of its own', async () => {
      const { store } = the();
      const { tenant_id, w } = await fillTenant(store);
      const head = await store.db
        .selectFrom('tenant_head')
        .selectAll()
        .where('tenant_id', '=', tenant_id)
        .executeTakeFirstOrThrow();
      const events = await store.db
        .selectFrom('event')
        .select(['seq', 'incarnation', 'envelope'])
        .where('tenant_id', '=', tenant_id)
        .where('station_id', '=', head.central_id)
        .orderBy('seq')
        .execute();
      expect(events.map(({ seq }) => seq)).toEqual(w.drafts.map((_, index) => index + 1));
      const links = events.map(({ envelope }) => JSON.parse(envelope) as { hash: string; prev_hash: string });
      expect(links.slice(1).map(({ prev_hash }) => prev_hash)).toEqual(links.slice(0, -1).map(({ hash }) => hash));
    });

    test("central's own event with an id is recorded once, however often it is sent", async () => {
      const { store } = the();
      const { tenant_id } = await fillTenant(store);
      const draft = { ...put('vendor', [{ vendor_id: uuidv7(), code: 'V2', name: 'Second' }]), event_id: uuidv7() };
      const first = await recordCentralEvents(store, tenant_id, [draft], AS_CENTRAL);
      const again = await recordCentralEvents(store, tenant_id, [draft], AS_CENTRAL);
      expect(again).toMatchObject({ version: first.version, head: first.head });
      expect(again.outcomes.map(({ event_id, outcome }) => [event_id, outcome])).toEqual([
        [draft.event_id, 'accepted'],
      ]);
    });

    test('an import with one bad row stores nothing of it', async () => {
      const { store } = the();
      const { tenant_id } = await fillTenant(store);
      const before = await readTables(store, tenant_id);
      const good = put('vendor', [{ vendor_id: uuidv7(), code: 'V2', name: 'Second' }]);
      const bad = put('vendor', [{ vendor_id: uuidv7(), code: 'V3' } as never]);
      const refused = await recordCentralEvents(store, tenant_id, [good, bad], AS_CENTRAL).catch(
        (error: unknown) => error,
      );
      expect(refused).toBeInstanceOf(DraftRefused);
      expect((refused as DraftRefused).refused).toMatchObject([{ index: 1, type: 'records-put' }]);
      expect(await readTables(store, tenant_id)).toEqual(before);
    });

    test('drafts made while the turn is held see what earlier turns wrote', async () => {
      const { store } = the();
      const { tenant_id, w } = await fillTenant(store);
      const rename = (suffix: string): Promise<unknown> =>
        recordCentralEvents(
          store,
          tenant_id,
          async ({ db }) => {
            const { tenant_id: _, ...row } = await db
              .selectFrom('vendor')
              .selectAll()
              .where('tenant_id', '=', tenant_id)
              .executeTakeFirstOrThrow();
            return [put('vendor', [{ ...row, name: row.name + suffix }])];
          },
          AS_CENTRAL,
        );
      await Promise.all(['a', 'b', 'c', 'd'].map(rename));
      const row = await store.db
        .selectFrom('vendor')
        .select('name')
        .where('tenant_id', '=', tenant_id)
        .executeTakeFirstOrThrow();
      expect(row.name).toHaveLength(w.vendor.name.length + 4);
    });

    test('an import of thousands of rows is one transaction in several versions', async () => {
      const { store } = the();
      const { tenant_id, w } = await fillTenant(store);
      const units = Array.from({ length: 12_000 }, (_, index) => stockUnit(w, `S${String(index).padStart(6, '0')}`));
      const drafts = Array.from({ length: 24 }, (_, index) => put('unit', units.slice(index * 500, index * 500 + 500)));
      const before = await store.db
        .selectFrom('tenant_head')
        .select('version')
        .where('tenant_id', '=', tenant_id)
        .executeTakeFirstOrThrow();
      const done = await recordCentralEvents(store, tenant_id, drafts, AS_CENTRAL);
      expect(done.version - before.version).toBe(12);
      const { count } = await store.db
        .selectFrom('unit')
        .select((at) => at.fn.countAll<number>().as('count'))
        .where('tenant_id', '=', tenant_id)
        .executeTakeFirstOrThrow();
      expect(count).toBe(12_000);
      expect(await rebuild(store, tenant_id)).toEqual([]);
    }, 30_000);

    test('rebuild finds a row that was changed behind the back of the ledger', async () => {
      const { store } = the();
      const { tenant_id, w, receiving } = await fillTenant(store);
      receiving.record(...receipt(w, ['A1', 'A2']));
      await recordStationEvents(store, tenant_id, receiving.station_id, receiving.batch());
      await store.transaction(async ({ db }) => {
        await db
          .updateTable('unit')
          .set({ state: 'shipped' })
          .where('tenant_id', '=', tenant_id)
          .where('serial_raw', '=', 'A1')
          .execute();
        await db.deleteFrom('unit').where('tenant_id', '=', tenant_id).where('serial_raw', '=', 'A2').execute();
      });
      const found = await rebuild(store, tenant_id);
      expect(
        found.map(({ entity, table, folded }) => [entity, table?.['state'] ?? null, folded?.['state'] ?? null]),
      ).toEqual([
        ['unit', 'shipped', 'in_stock'],
        ['unit', null, 'in_stock'],
      ]);
    });

    test('tenants share nothing: the same events, ids and serials in two of them do not meet', async () => {
      const { store } = the();
      const one = await fillTenant(store);
      const { tenant_id: two } = await createTenant(store, { name: 'Other', now: 1 });
      const empty = await readTables(store, two);
      one.receiving.record(...receipt(one.w, ['A1']));
      await recordStationEvents(store, one.tenant_id, one.receiving.station_id, one.receiving.batch());
      expect(await readTables(store, two)).toEqual(empty);
      const before = await readTables(store, one.tenant_id);
      await recordCentralEvents(store, two, one.w.drafts, AS_CENTRAL);
      const done = await recordStationEvents(store, two, one.receiving.station_id, one.receiving.batch());
      expect(done.outcomes.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted', 'accepted']);
      expect(await readTables(store, one.tenant_id)).toEqual(before);
      expect(await rebuild(store, one.tenant_id)).toEqual([]);
      expect(await rebuild(store, two)).toEqual([]);
    });

    test('an unknown tenant is an error, not an empty one', async () => {
      await expect(recordCentralEvents(the().store, uuidv7(), [], AS_CENTRAL)).rejects.toBeInstanceOf(UnknownTenant);
    });
  });
}
