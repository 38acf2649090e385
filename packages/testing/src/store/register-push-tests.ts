import { v7 as uuidv7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import {
  EnvelopeInvalid,
  rebuild,
  recordCentralEvents,
  recordStationEvents,
  retryHeld,
  subscribeHead,
} from '@serialbridge/central/ledger';
import { logPositions } from '@serialbridge/central/recovery';
import type { Store } from '@serialbridge/central/storage';
import { derivedId } from '@serialbridge/core/ledger';
import { type Envelope } from '@serialbridge/protocol';
import { AS_CENTRAL, fillTenant } from './fill-tenant.ts';
import type { TheStore } from './register-store-tests.ts';
import { packing, receipt, TestStation } from './test-station.ts';
import { put, stockUnit, testOrder } from './test-warehouse.ts';

async function unitsOf(store: Store, tenant_id: string): Promise<{ serial_raw: string; state: string }[]> {
  return store.db
    .selectFrom('unit')
    .select(['serial_raw', 'state'])
    .where('tenant_id', '=', tenant_id)
    .orderBy('serial_raw')
    .execute();
}

async function storedEnvelopes(store: Store, tenant_id: string, station_id: string): Promise<Envelope[]> {
  const rows = await store.db
    .selectFrom('event')
    .select('envelope')
    .where('tenant_id', '=', tenant_id)
    .where('station_id', '=', station_id)
    .orderBy('seq')
    .execute();
  return rows.map(({ envelope }) => JSON.parse(envelope) as Envelope);
}

export function registerPushTests(the: TheStore): void {
  describe('push', () => {
    test('stores every event verbatim, applies it and answers with its outcome', async () => {
      const { store } = the();
      const { tenant_id, w, receiving } = await fillTenant(store);
      receiving.record(...receipt(w, ['A1', 'A2', 'Ünï 😀']));
      const done = await recordStationEvents(store, tenant_id, receiving.station_id, receiving.batch());
      expect(done).toMatchObject({
        durable_seq: 3,
        hash: receiving.log[2]?.hash,
        expected_seq: null,
        version: done.head.version,
      });
      expect(done.outcomes.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted', 'accepted']);
      expect(await storedEnvelopes(store, tenant_id, receiving.station_id)).toEqual(receiving.log);
      expect(await unitsOf(store, tenant_id)).toEqual(
        ['A1', 'A2', 'Ünï 😀'].map((serial_raw) => ({ serial_raw, state: 'in_stock' })),
      );
      expect(await rebuild(store, tenant_id)).toEqual([]);
    });

    test('a batch that comes again is answered as before and changes nothing', async () => {
      const { store } = the();
      const { tenant_id, w, receiving } = await fillTenant(store);
      receiving.record(...receipt(w, ['A1']));
      const first = await recordStationEvents(store, tenant_id, receiving.station_id, receiving.batch());
      const again = await recordStationEvents(store, tenant_id, receiving.station_id, receiving.batch());
      expect(again).toEqual({ ...first, head: again.head });
      expect(again.head).toEqual(first.head);
      // Half known, half new: only the new ones are taken.
      receiving.record({ type: 'order-confirmed', body: { order_id: uuidv7() } });
      const more = await recordStationEvents(store, tenant_id, receiving.station_id, receiving.batch());
      expect(more.outcomes.map(({ event_id }) => event_id)).toEqual(receiving.log.map(({ event_id }) => event_id));
      expect(more.durable_seq).toBe(4);
      expect(await storedEnvelopes(store, tenant_id, receiving.station_id)).toEqual(receiving.log);
    });

    test('two batches at once from one station are both taken, each once', async () => {
      const { store } = the();
      const { tenant_id, w, receiving } = await fillTenant(store);
      receiving.record(...receipt(w, ['A1', 'A2']));
      const push = (): Promise<unknown> =>
        recordStationEvents(store, tenant_id, receiving.station_id, receiving.batch());
      await Promise.all([push(), push(), push()]);
      expect(await storedEnvelopes(store, tenant_id, receiving.station_id)).toEqual(receiving.log);
      expect(await unitsOf(store, tenant_id)).toHaveLength(2);
    });

    test('a gap stores nothing and says from where to send', async () => {
      const { store } = the();
      const { tenant_id, w, receiving } = await fillTenant(store);
      receiving.record(...receipt(w, ['A1']));
      const gap = await recordStationEvents(
        store,
        tenant_id,
        receiving.station_id,
        receiving.batch(receiving.log.slice(1)),
      );
      expect(gap).toMatchObject({ expected_seq: 1, durable_seq: 0, outcomes: [] });
      await recordStationEvents(store, tenant_id, receiving.station_id, receiving.batch(receiving.log.slice(0, 1)));
      const second = await recordStationEvents(
        store,
        tenant_id,
        receiving.station_id,
        receiving.batch(receiving.log.slice(2)),
      );
      expect(second).toMatchObject({ expected_seq: 2, durable_seq: 1, outcomes: [] });
      expect(await storedEnvelopes(store, tenant_id, receiving.station_id)).toHaveLength(1);
    });

    test('a cloned disk: both histories are kept and applied, a case names both events, each copy goes on', async () => {
      const { store } = the();
      const { tenant_id, w, receiving } = await fillTenant(store);
      receiving.record(...receipt(w, ['A1']));
      await recordStationEvents(store, tenant_id, receiving.station_id, receiving.batch());
      const copy = receiving.clone();
      const [mine] = receiving.record(...receipt(w, ['B1']));
      await recordStationEvents(store, tenant_id, receiving.station_id, receiving.batch());
      const [other] = copy.record(...receipt(w, ['C1']));
      // The copy starts where hello told it, is asked to go back, and is then taken.
      const earlier = await recordStationEvents(store, tenant_id, copy.station_id, copy.batch(copy.log.slice(4)));
      expect(earlier).toMatchObject({ expected_seq: 1, outcomes: [] });
      const forked = await recordStationEvents(store, tenant_id, copy.station_id, copy.batch());
      expect(forked).toMatchObject({ durable_seq: 6, hash: copy.log[5]?.hash, expected_seq: null });
      expect(forked.outcomes.map(({ outcome }) => outcome)).toEqual([
        'accepted',
        'accepted',
        'accepted',
        'accepted-with-case',
        'accepted',
        'accepted',
      ]);
      const cases = await store.db
        .selectFrom('case')
        .selectAll()
        .where('tenant_id', '=', tenant_id)
        .where('rule', '=', 'case.event-fork')
        .execute();
      expect(cases.map(({ facts }) => facts.map(({ event_id }) => event_id))).toEqual([
        [mine?.event_id, other?.event_id],
      ]);
      expect(await unitsOf(store, tenant_id)).toEqual(
        ['A1', 'B1', 'C1'].map((serial_raw) => ({ serial_raw, state: 'in_stock' })),
      );
      // Both go on, and sending again changes nothing.
      receiving.record(...receipt(w, ['B2']));
      copy.record(...receipt(w, ['C2']));
      expect(await recordStationEvents(store, tenant_id, copy.station_id, copy.batch())).toMatchObject({
        durable_seq: 9,
        hash: copy.log[8]?.hash,
      });
      expect(await recordStationEvents(store, tenant_id, receiving.station_id, receiving.batch())).toMatchObject({
        durable_seq: 9,
        hash: receiving.log[8]?.hash,
      });
      const again = await recordStationEvents(store, tenant_id, copy.station_id, copy.batch());
      expect(again).toMatchObject({ durable_seq: 9, hash: copy.log[8]?.hash });
      const forks = await store.db
        .selectFrom('event_fork')
        .select('event_id')
        .where('tenant_id', '=', tenant_id)
        .orderBy('seq')
        .execute();
      expect(forks.map(({ event_id }) => event_id)).toEqual(copy.log.slice(3).map(({ event_id }) => event_id));
      expect(await rebuild(store, tenant_id)).toEqual([]);
      // Each copy learns how far central has it, on whichever of the chains that is.
      const { station_id, incarnation } = receiving;
      const upTo = async (...positions: readonly Pick<Envelope, 'seq' | 'hash'>[]): Promise<number> => {
        const asked = positions.map(({ seq, hash }) => ({ seq, hash }));
        const request = { incarnation, positions: asked };
        return (await logPositions(store, { tenant_id, station_id }, request)).furthest;
      };
      const [made] = copy.record(...receipt(w, ['C3']));
      if (made === undefined) throw new Error('nothing was recorded');
      expect(await upTo(...receiving.log)).toBe(9);
      expect(await upTo(...copy.log)).toBe(9);
      expect(await upTo(made)).toBe(0);
      expect(await upTo({ seq: 5, hash: made.hash }, ...copy.log.slice(0, 4))).toBe(4);
      const strange = { incarnation: uuidv7(), positions: [{ seq: 1, hash: made.hash }] };
      expect(await logPositions(store, { tenant_id, station_id }, strange)).toEqual({ furthest: 0 });
    });

    test('an event that comes again under a new incarnation is not applied twice', async () => {
      const { store } = the();
      const { tenant_id, w, receiving } = await fillTenant(store);
      const drafts = receipt(w, ['A1']);
      receiving.record(...drafts);
      await recordStationEvents(store, tenant_id, receiving.station_id, receiving.batch());
      const reborn = new TestStation(receiving.station_id);
      reborn.record(
        ...drafts.map((draft, index) => ({ ...draft, event_id: receiving.log[index]?.event_id ?? '' })),
        ...receipt(w, ['A2']),
      );
      const done = await recordStationEvents(store, tenant_id, reborn.station_id, reborn.batch());
      expect(done).toMatchObject({ durable_seq: 6, expected_seq: null });
      expect(done.outcomes).toHaveLength(6);
      expect(await recordStationEvents(store, tenant_id, reborn.station_id, reborn.batch())).toMatchObject({
        durable_seq: 6,
        head: done.head,
      });
      expect(await unitsOf(store, tenant_id)).toHaveLength(2);
      const line = await store.db
        .selectFrom('po_line')
        .select('quantity_received')
        .where('tenant_id', '=', tenant_id)
        .executeTakeFirstOrThrow();
      expect(line.quantity_received).toBe(2);
      expect(await rebuild(store, tenant_id)).toEqual([]);
    });

    test('sync.envelope-invalid names every envelope that is wrong and stores nothing', async () => {
      const { store } = the();
      const { tenant_id, w, receiving } = await fillTenant(store);
      receiving.record(...receipt(w, ['A1']));
      const [first, second, third] = receiving.log;
      const damaged = [
        first,
        { ...second, body: { changed: true } },
        { ...third, prev_hash: 'f'.repeat(64) },
      ] as Envelope[];
      const refused = await recordStationEvents(store, tenant_id, receiving.station_id, receiving.batch(damaged)).catch(
        (error: unknown) => error,
      );
      expect(refused).toBeInstanceOf(EnvelopeInvalid);
      expect((refused as EnvelopeInvalid).faults.map(({ where }) => where)).toEqual([
        'events.1',
        'events.2',
        'events.2',
      ]);
      expect(await storedEnvelopes(store, tenant_id, receiving.station_id)).toEqual([]);
    });

    test('held: what central does not know is kept whole with a case, and the events after it are applied', async () => {
      const { store } = the();
      const { tenant_id, w, receiving } = await fillTenant(store);
      const unknown = receiving.recordUnknown('unit-teleported', { to: 'the moon\0' });
      receiving.record(...receipt(w, ['A1']));
      const done = await recordStationEvents(store, tenant_id, receiving.station_id, receiving.batch());
      expect(done.outcomes.map(({ outcome, held_reason }) => [outcome, held_reason])).toEqual([
        ['held', 'held.unknown-version'],
        ['accepted', null],
        ['accepted', null],
        ['accepted', null],
      ]);
      expect(done.outcomes[0]?.case_ids).toHaveLength(1);
      expect(await storedEnvelopes(store, tenant_id, receiving.station_id)).toEqual(receiving.log);
      const cases = await store.db.selectFrom('case').selectAll().where('tenant_id', '=', tenant_id).execute();
      expect(cases).toMatchObject([
        { rule: 'case.event-held', state: 'open', facts: [{ event_id: unknown.event_id }] },
      ]);
      expect(await retryHeld(store, 9500)).toBe(0);
      expect(await rebuild(store, tenant_id)).toEqual([]);
    });

    test('held: an event whose document is not known yet is applied once the document comes, and its case closes', async () => {
      const { store } = the();
      const { tenant_id, w, packing: station } = await fillTenant(store);
      const unit = stockUnit(w, 'A1');
      await recordCentralEvents(store, tenant_id, [put('unit', [unit])], AS_CENTRAL);
      const order = testOrder(w, 'O-1');
      station.record(...packing(order, unit, w.warehouse.warehouse_id));
      const early = await recordStationEvents(store, tenant_id, station.station_id, station.batch());
      expect(early.outcomes.map(({ outcome }) => outcome)).toEqual(['held', 'held']);
      expect(await rebuild(store, tenant_id)).toEqual([]);
      const later = await recordCentralEvents(store, tenant_id, order.drafts, AS_CENTRAL);
      expect(later.head.version).toBeGreaterThan(later.version);
      expect(await unitsOf(store, tenant_id)).toEqual([{ serial_raw: 'A1', state: 'packed' }]);
      const cases = await store.db
        .selectFrom('case')
        .select(['rule', 'state'])
        .where('tenant_id', '=', tenant_id)
        .execute();
      expect(cases).toEqual([{ rule: 'case.event-held', state: 'resolved' }]);
      const told = await recordStationEvents(store, tenant_id, station.station_id, station.batch());
      expect(told.outcomes.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted']);
      expect(told.version).toBe(later.head.version);
      expect(await rebuild(store, tenant_id)).toEqual([]);
    });

    test('a contradiction opens a case that names both facts, and the unit is disputed', async () => {
      const { store } = the();
      const { tenant_id, w, packing: first } = await fillTenant(store);
      const other = { ...w.second_station, station_id: uuidv7() };
      const second = new TestStation(other.station_id);
      const unit = stockUnit(w, 'A1');
      const orders = [testOrder(w, 'O-1'), testOrder(w, 'O-2')] as const;
      await recordCentralEvents(
        store,
        tenant_id,
        [put('station', [other]), put('unit', [unit]), ...orders.flatMap(({ drafts }) => drafts)],
        AS_CENTRAL,
      );
      first.record(...packing(orders[0], unit, w.warehouse.warehouse_id));
      second.record(...packing(orders[1], unit, w.warehouse.warehouse_id));
      const both = await Promise.all([
        recordStationEvents(store, tenant_id, first.station_id, first.batch()),
        recordStationEvents(store, tenant_id, second.station_id, second.batch()),
      ]);
      const outcomes = new Set(both.map(({ outcomes: [, packed] }) => packed?.outcome));
      expect(outcomes).toEqual(new Set(['accepted', 'accepted-with-case']));
      const cases = await store.db.selectFrom('case').selectAll().where('tenant_id', '=', tenant_id).execute();
      expect(cases).toHaveLength(1);
      expect(cases[0]?.rule).toBe('case.packed-twice');
      expect(new Set(cases[0]?.facts.map(({ event_id }) => event_id))).toEqual(
        new Set([first.log[1]?.event_id, second.log[1]?.event_id]),
      );
      const row = await store.db
        .selectFrom('unit')
        .select('disputed')
        .where('tenant_id', '=', tenant_id)
        .executeTakeFirstOrThrow();
      expect(row.disputed).toBe(true);
      expect(await rebuild(store, tenant_id)).toEqual([]);
    });

    test('a case that opens and is resolved within one batch reaches the order that the batch does not name', async () => {
      const { store } = the();
      const { tenant_id, w, packing: station } = await fillTenant(store);
      const unit = stockUnit(w, 'A1');
      const order = testOrder(w, 'O-1');
      await recordCentralEvents(store, tenant_id, [put('unit', [unit]), ...order.drafts], AS_CENTRAL);
      const packed = station.record(...packing(order, unit, w.warehouse.warehouse_id));
      await recordStationEvents(store, tenant_id, station.station_id, station.batch(packed));
      const line = (): Promise<{ quantity_packed: number }> =>
        store.db
          .selectFrom('order_line')
          .select('quantity_packed')
          .where('tenant_id', '=', tenant_id)
          .where('order_line_id', '=', order.order_line.order_line_id)
          .executeTakeFirstOrThrow();
      expect((await line()).quantity_packed).toBe(1);
      const missing_id = uuidv7();
      const resolved = station.record(
        { type: 'unit-missing', body: { unit_id: unit.unit_id, reason: 'not in its box' }, event_id: missing_id },
        {
          type: 'case-resolved',
          body: { case_id: derivedId(missing_id, 0), chosen_event_id: missing_id, note: 'looked' },
        },
      );
      const done = await recordStationEvents(store, tenant_id, station.station_id, station.batch(resolved));
      expect(done.outcomes.map(({ outcome }) => outcome)).toEqual(['accepted-with-case', 'accepted']);
      expect((await line()).quantity_packed).toBe(0);
      expect(await unitsOf(store, tenant_id)).toEqual([{ serial_raw: 'A1', state: 'missing' }]);
      expect(await rebuild(store, tenant_id)).toEqual([]);
    });

    test('what the database refuses is held alone; the rest of the batch is applied', async () => {
      const { store } = the();
      const { tenant_id, w, receiving } = await fillTenant(store);
      // A rule of the database that the fold knows nothing of stands in for any surprise.
      await store.transaction(async ({ db }) => {
        await db.schema
          .createIndex('only_for_this_test')
          .on('unit')
          .columns(['tenant_id', 'serial_raw'])
          .unique()
          .execute();
      });
      await recordCentralEvents(
        store,
        tenant_id,
        [put('unit', [{ ...stockUnit(w, 'TAKEN'), scope_key: 'm:another' }])],
        AS_CENTRAL,
      );
      receiving.record(...receipt(w, ['A1']), ...receipt(w, ['TAKEN']), ...receipt(w, ['A2']));
      const done = await recordStationEvents(store, tenant_id, receiving.station_id, receiving.batch());
      const [, , , , , refused] = done.outcomes;
      expect(refused).toMatchObject({ outcome: 'held', held_reason: expect.stringContaining('held.error') as string });
      expect(done.outcomes.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(8);
      expect((await unitsOf(store, tenant_id)).map(({ serial_raw }) => serial_raw)).toEqual(['A1', 'A2', 'TAKEN']);
      expect(await storedEnvelopes(store, tenant_id, receiving.station_id)).toEqual(receiving.log);
      expect(await rebuild(store, tenant_id)).toEqual([]);
    });

    test('whoever listens is told of the new head after the commit, and only of his tenant', async () => {
      const { store } = the();
      const { tenant_id, w, receiving } = await fillTenant(store);
      const other = await fillTenant(store);
      const told: number[] = [];
      const others: number[] = [];
      const ends = [
        subscribeHead(store, tenant_id, ({ version }) => told.push(version)),
        subscribeHead(store, other.tenant_id, ({ version }) => others.push(version)),
      ];
      receiving.record(...receipt(w, ['A1']));
      const { head } = await recordStationEvents(store, tenant_id, receiving.station_id, receiving.batch());
      for (const end of ends) end();
      expect([told, others]).toEqual([[head.version], []]);
    });
  });
}
