import { v7 as uuidv7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import {
  onHeldDue,
  rebuild,
  recordCentralEvents,
  recordStationEvents,
  retryDue,
  retryHeld,
  retryThese,
} from '@serialbridge/central/ledger';
import type { Store } from '@serialbridge/central/storage';
import { derivedId, HELD_FACTS_KEPT, HELD_QUOTA } from '@serialbridge/core/ledger';
import type { CaseRow } from '@serialbridge/core/model';
import type { EventDraft } from '@serialbridge/core/events';
import { AS_CENTRAL, fillTenant, type FilledTenant } from './fill-tenant.ts';
import type { TheStore } from './register-store-tests.ts';
import { packing, receipt, TestStation } from './test-station.ts';
import { put, stockUnit, testOrder } from './test-warehouse.ts';

/** A receipt that a station works on: its opening, and counts of one serial each. */
interface Receipt {
  readonly opened: EventDraft;
  readonly counts: readonly EventDraft[];
}

function receiptOf(w: FilledTenant['w'], serials: readonly string[]): Receipt {
  const session = uuidv7();
  const [opened] = receipt(w, [], session);
  const counts = serials.flatMap((serial) => receipt(w, [serial], session).slice(1, 2));
  if (opened === undefined) throw new Error('a receipt begins by opening');
  return { opened, counts };
}

const serialsOf = (name: string, count: number): string[] => Array.from({ length: count }, (_, at) => `${name}-${at}`);

async function moreStations({ w, tenant_id }: FilledTenant, store: Store, count: number): Promise<TestStation[]> {
  const rows = Array.from({ length: count }, (_, at) => ({ ...w.station, station_id: uuidv7(), name: `Dock ${at}` }));
  await recordCentralEvents(store, tenant_id, [put('station', rows)], AS_CENTRAL);
  return rows.map(({ station_id }) => new TestStation(station_id));
}

/** Pushes what a station recorded, in batches of 500. */
async function pushAll(store: Store, tenant_id: string, station: TestStation): Promise<void> {
  for (let at = 0; at < station.log.length; at += 500)
    await recordStationEvents(store, tenant_id, station.station_id, station.batch(station.log.slice(at, at + 500)));
}

const casesOf = (store: Store, tenant_id: string): Promise<CaseRow[]> =>
  store.db.selectFrom('case').selectAll().where('tenant_id', '=', tenant_id).orderBy('opened_at').execute();

const heldOf = async (store: Store, tenant_id: string, { station_id }: TestStation): Promise<number> =>
  (
    await store.db
      .selectFrom('event')
      .select('event_id')
      .where('tenant_id', '=', tenant_id)
      .where('station_id', '=', station_id)
      .where('outcome', '=', 'held')
      .execute()
  ).length;

const countOf = async (store: Store, table: 'held_event' | 'held_wait' | 'held_due', tenant_id: string) =>
  (await store.db.selectFrom(table).select('event_id').where('tenant_id', '=', tenant_id).execute()).length;

export function registerHeldTests(the: TheStore): void {
  describe('held events', () => {
    test('case.event-held: all events of a station that are held for one reason stand in one case of bounded size', async () => {
      const { store } = the();
      const tenant = await fillTenant(store);
      const { tenant_id, w, receiving } = tenant;
      receiving.record(...receiptOf(w, serialsOf('A', 30)).counts);
      receiving.recordUnknown('unit-teleported', { to: 'the moon' });
      await pushAll(store, tenant_id, receiving);
      receiving.record(...receiptOf(w, serialsOf('B', 5)).counts);
      const later = receiving.batch(receiving.log.slice(31));
      const { outcomes } = await recordStationEvents(store, tenant_id, receiving.station_id, later);
      const cases = await casesOf(store, tenant_id);
      const { station_id } = receiving;
      expect(cases.map(({ held_reason, held_count, state }) => [held_reason, held_count, state])).toEqual(
        expect.arrayContaining([
          ['held.unknown-session', 35, 'open'],
          ['held.unknown-version', 1, 'open'],
        ]),
      );
      expect(cases).toHaveLength(2);
      const joint = cases.find(({ held_reason }) => held_reason === 'held.unknown-session');
      expect(joint).toMatchObject({ rule: 'case.event-held', station_id });
      const counted = receiving.log.filter(({ type }) => type === 'receipt-line-counted').map((one) => one.event_id);
      expect(joint?.facts.map(({ event_id }) => event_id)).toEqual([
        ...counted.slice(0, HELD_FACTS_KEPT),
        ...counted.slice(-HELD_FACTS_KEPT),
      ]);
      expect(new Set(outcomes.flatMap(({ case_ids }) => case_ids))).toEqual(new Set([joint?.case_id]));
      expect(await countOf(store, 'held_event', tenant_id)).toBe(36);
      expect(await rebuild(store, tenant_id)).toEqual([]);
    });

    test('600 held events of one station hide no event of another: it is applied with the batch that brings its session', async () => {
      const { store } = the();
      const tenant = await fillTenant(store);
      const { tenant_id, w, receiving } = tenant;
      const [behind, opener] = (await moreStations(tenant, store, 2)) as [TestStation, TestStation];
      const many = receiptOf(w, serialsOf('A', 600));
      receiving.record(...many.counts);
      await pushAll(store, tenant_id, receiving);
      const few = receiptOf(w, ['B-1']);
      behind.record(...few.counts);
      await pushAll(store, tenant_id, behind);
      expect([await heldOf(store, tenant_id, receiving), await heldOf(store, tenant_id, behind)]).toEqual([600, 1]);

      opener.record(few.opened);
      await pushAll(store, tenant_id, opener);
      expect([await heldOf(store, tenant_id, receiving), await heldOf(store, tenant_id, behind)]).toEqual([600, 0]);

      const due: string[] = [];
      const deaf = onHeldDue(store, (of) => due.push(of));
      opener.record(many.opened);
      const before = (await recordStationEvents(store, tenant_id, opener.station_id, opener.batch())).head.version;
      deaf();
      // The batch that brings the session takes a part along, in one version; the rest is tried afterwards.
      const left = await heldOf(store, tenant_id, receiving);
      expect(left).toBeGreaterThanOrEqual(400);
      expect(left).toBeLessThan(600);
      expect(due).toEqual([tenant_id]);
      expect(await retryDue(store, tenant_id, 9500)).toBe(left);
      expect(await heldOf(store, tenant_id, receiving)).toBe(0);
      expect(before).toBeGreaterThan(0);
      const cases = await casesOf(store, tenant_id);
      expect(cases.map(({ state, held_count }) => [state, held_count])).toEqual([
        ['resolved', 0],
        ['resolved', 0],
      ]);
      for (const table of ['held_event', 'held_wait', 'held_due'] as const)
        expect(await countOf(store, table, tenant_id), table).toBe(0);
      expect(await rebuild(store, tenant_id)).toEqual([]);
    });

    test('an event that waits for one thing after the other is tried when each comes, and its case says the present reason', async () => {
      const { store } = the();
      const tenant = await fillTenant(store);
      const { tenant_id, w, packing: station } = tenant;
      const second = { ...w.second_station, station_id: uuidv7(), name: 'Second table' };
      const other = new TestStation(second.station_id);
      const unit = stockUnit(w, 'A1');
      const order = testOrder(w, 'O-1');
      const [opened, packed] = packing(order, unit, w.warehouse.warehouse_id);
      if (opened === undefined || packed === undefined) throw new Error('no box');
      // The unit was packed in a box that another station opened, and that station's events come last.
      station.record(packed);
      await pushAll(store, tenant_id, station);
      await recordCentralEvents(
        store,
        tenant_id,
        [put('station', [second]), put('unit', [unit]), ...order.drafts],
        AS_CENTRAL,
      );
      const reasons = async (): Promise<unknown[]> =>
        (await casesOf(store, tenant_id)).map(({ held_reason, state, held_count }) => [held_reason, state, held_count]);
      expect(await reasons()).toEqual(
        expect.arrayContaining([
          ['held.unknown-document', 'resolved', 0],
          ['held.unknown-package', 'open', 1],
        ]),
      );
      expect(await rebuild(store, tenant_id)).toEqual([]);
      other.record(opened);
      await pushAll(store, tenant_id, other);
      expect(await heldOf(store, tenant_id, station)).toBe(0);
      expect((await casesOf(store, tenant_id)).map(({ state }) => state)).toEqual(['resolved', 'resolved']);
      expect(await rebuild(store, tenant_id)).toEqual([]);
    });

    test('only what a batch brought is tried again: other held events are not even read', async () => {
      const { store } = the();
      const tenant = await fillTenant(store);
      const { tenant_id, w, receiving } = tenant;
      const waits = receiptOf(w, serialsOf('A', 3));
      receiving.record(...waits.counts);
      await pushAll(store, tenant_id, receiving);
      // Damaged so that any attempt to fold it would fail.
      await store.transaction(({ db }) =>
        db
          .updateTable('event')
          .set({ envelope: '{' })
          .where('tenant_id', '=', tenant_id)
          .where('outcome', '=', 'held')
          .execute(),
      );
      const [other] = (await moreStations(tenant, store, 1)) as [TestStation];
      other.record(...receipt(w, ['C-1']));
      const done = await recordStationEvents(store, tenant_id, other.station_id, other.batch());
      expect(done.outcomes.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted', 'accepted']);
      expect(await heldOf(store, tenant_id, receiving)).toBe(3);
    });

    test('a person dismisses held events: they stay in the ledger, count no more, and are not tried by themselves', async () => {
      const { store } = the();
      const tenant = await fillTenant(store);
      const { tenant_id, w, receiving } = tenant;
      const waits = receiptOf(w, serialsOf('A', 4));
      receiving.record(...waits.counts);
      await pushAll(store, tenant_id, receiving);
      const [open] = await casesOf(store, tenant_id);
      const case_id = open?.case_id ?? '';
      const decided = { case_id, chosen_event_id: null, note: 'The pallet went back.' };
      await recordCentralEvents(store, tenant_id, [{ type: 'case-resolved', body: decided }], AS_CENTRAL);
      const [opener] = (await moreStations(tenant, store, 1)) as [TestStation];
      opener.record(waits.opened);
      await pushAll(store, tenant_id, opener);
      expect(await heldOf(store, tenant_id, receiving)).toBe(4);
      expect(await countOf(store, 'held_wait', tenant_id)).toBe(0);
      expect(await rebuild(store, tenant_id)).toEqual([]);
      // A person changes their mind.
      const ids = receiving.log.map(({ event_id }) => event_id);
      expect(await retryThese(store, tenant_id, ids, 9600)).toBe(4);
      expect(await casesOf(store, tenant_id)).toMatchObject([{ state: 'resolved', resolution_note: decided.note }]);
      expect(await rebuild(store, tenant_id)).toEqual([]);
    });

    test('an event that was dismissed, is tried again and stays held has a new open case', async () => {
      const { store } = the();
      const { tenant_id, w, receiving } = await fillTenant(store);
      receiving.record(...receiptOf(w, serialsOf('A', 2)).counts);
      await pushAll(store, tenant_id, receiving);
      const [open] = await casesOf(store, tenant_id);
      const body = { case_id: open?.case_id ?? '', chosen_event_id: null, note: '' };
      await recordCentralEvents(store, tenant_id, [{ type: 'case-resolved', body }], AS_CENTRAL);
      const ids = receiving.log.map(({ event_id }) => event_id);
      expect(await retryThese(store, tenant_id, ids, 9600)).toBe(0);
      const cases = await casesOf(store, tenant_id);
      expect(cases.map(({ state, held_count }) => `${state} ${held_count ?? 0}`).toSorted()).toEqual([
        'open 2',
        'resolved 2',
      ]);
      expect(await rebuild(store, tenant_id)).toEqual([]);
    });

    test('held.quota: beyond it a push is refused whole, what central has is still answered, and a decision opens the way', async () => {
      const { store } = the();
      const { tenant_id, w, receiving } = await fillTenant(store);
      receiving.record(...receiptOf(w, serialsOf('A', HELD_QUOTA)).counts);
      await pushAll(store, tenant_id, receiving);
      const sent = receiving.batch(receiving.log.slice(-3));
      receiving.record(...receipt(w, ['B-1']));
      const next = receiving.batch(receiving.log.slice(-3));
      const push = (): Promise<unknown> => recordStationEvents(store, tenant_id, receiving.station_id, next);
      await expect(push()).rejects.toMatchObject({ code: 'held.quota', status: 429, retry_after: 60 });
      const again = await recordStationEvents(store, tenant_id, receiving.station_id, sent);
      expect(again.outcomes.map(({ outcome }) => outcome)).toEqual(['held', 'held', 'held']);
      expect(again.durable_seq).toBe(HELD_QUOTA);
      const imported = await recordStationEvents(store, tenant_id, receiving.station_id, { ...next, is_import: true });
      expect(imported.outcomes.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted', 'accepted']);
      receiving.record(...receipt(w, ['B-2']));
      const last = receiving.batch(receiving.log.slice(-3));
      const pushLast = () => recordStationEvents(store, tenant_id, receiving.station_id, last);
      await expect(pushLast()).rejects.toMatchObject({ code: 'held.quota' });
      const [open] = await casesOf(store, tenant_id);
      const body = { case_id: open?.case_id ?? '', chosen_event_id: null, note: '' };
      await recordCentralEvents(store, tenant_id, [{ type: 'case-resolved', body }], AS_CENTRAL);
      expect((await pushLast()).outcomes.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted', 'accepted']);
    });

    test('held.error and held.unreadable-body wait for nothing: only a person tries them again', async () => {
      const { store } = the();
      const { tenant_id, receiving } = await fillTenant(store);
      receiving.recordUnreadable('unit-missing', { unit_id: 7 });
      await pushAll(store, tenant_id, receiving);
      expect(await heldOf(store, tenant_id, receiving)).toBe(1);
      expect(await countOf(store, 'held_wait', tenant_id)).toBe(0);
      const version = async (): Promise<unknown> =>
        store.db.selectFrom('tenant_head').select('version').where('tenant_id', '=', tenant_id).executeTakeFirst();
      const before = await version();
      expect(await retryHeld(store, 9500)).toBe(0);
      expect(await version()).toEqual(before);
    });

    test('events that were held before it was noted what they wait for get that at start, in one case a station', async () => {
      const { store } = the();
      const tenant = await fillTenant(store);
      const { tenant_id, w, receiving } = tenant;
      const waits = receiptOf(w, serialsOf('A', 3));
      receiving.record(...waits.counts);
      await pushAll(store, tenant_id, receiving);
      await asBefore(store, tenant_id);
      expect(await retryHeld(store, 9500)).toBe(0);
      const cases = await casesOf(store, tenant_id);
      expect(cases.filter(({ state }) => state === 'open')).toMatchObject([
        { held_reason: 'held.unknown-session', held_count: 3 },
      ]);
      expect(cases.filter(({ state }) => state === 'resolved')).toHaveLength(2);
      expect(await countOf(store, 'held_wait', tenant_id)).toBe(3);
      expect(await rebuild(store, tenant_id)).toEqual([]);
      const [opener] = (await moreStations(tenant, store, 1)) as [TestStation];
      opener.record(waits.opened);
      await pushAll(store, tenant_id, opener);
      expect(await heldOf(store, tenant_id, receiving)).toBe(0);
      expect(await rebuild(store, tenant_id)).toEqual([]);
    });
  });
}

/** The tables as software left them that gave each held event a case of its own and noted no waits. */
async function asBefore(store: Store, tenant_id: string): Promise<void> {
  const [joint] = await casesOf(store, tenant_id);
  if (joint === undefined) throw new Error('no case');
  const held = await store.db
    .selectFrom('event')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .where('outcome', '=', 'held')
    .execute();
  await store.transaction(async ({ db }) => {
    for (const table of ['held_event', 'held_wait'] as const)
      await db.deleteFrom(table).where('tenant_id', '=', tenant_id).execute();
    await db.deleteFrom('case').where('tenant_id', '=', tenant_id).execute();
    await db.deleteFrom('ledger_case').where('tenant_id', '=', tenant_id).execute();
    for (const { event_id, version, ord, station_id, type, operator_id, captured_at } of held) {
      const case_id = derivedId(event_id, 0x00ff_fff0);
      const fact = { ...joint.facts[0], event_id, station_id, type, operator_id, captured_at };
      const { tenant_id: _, ...rest } = joint as CaseRow & { tenant_id?: string };
      const row = { ...rest, case_id, facts: [fact], station_id: null, held_reason: null, held_count: null };
      const facts = JSON.stringify(row.facts);
      const unit_ids = JSON.stringify(row.unit_ids);
      await db
        .insertInto('case')
        .values({ tenant_id, ...row, facts: facts as never, unit_ids: unit_ids as never })
        .execute();
      await db
        .insertInto('ledger_case')
        .values({ tenant_id, version, ord, case_id, row: JSON.stringify(row) })
        .execute();
      await db
        .updateTable('event')
        .set({ case_ids: JSON.stringify([case_id]) })
        .where('tenant_id', '=', tenant_id)
        .where('event_id', '=', event_id)
        .execute();
    }
  });
}
