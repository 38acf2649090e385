import { recordCentralEvents, type CentralDraft } from '@serialbridge/central/ledger';
import type { EventDraft } from '@serialbridge/core/events';
import type { Entity, Row } from '@serialbridge/core/model';
import { PairResponse, PushResponse } from '@serialbridge/protocol';
import { openHttpBench, type HttpBench } from '@serialbridge/testing/http/http-bench';
import { rowOf } from '@serialbridge/testing/rows';
import { packing, receipt, shipping } from '@serialbridge/testing/store/drafts';
import { PUBLIC_KEY, signBatch, TestStation } from '@serialbridge/testing/store/test-station';
import { put, stockUnit, testOrder, testWarehouse, worker } from '@serialbridge/testing/store/test-warehouse';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

/*
 * Somebody has the computers of one warehouse, keys and all, and knows the ids of another warehouse's work and units from the cache, and an admin's
 * id. What he says of them names his own warehouse, order and box wherever an event names one.
 */
const here = testWarehouse();
const there: Row<'warehouse'> = { warehouse_id: uuidv7(), code: 'W2', name: 'Annex' };
const [dock, table] = [here.station, here.second_station];
const [farDock, farTable] = [dock, table].map((one) => ({
  ...one,
  station_id: uuidv7(),
  name: `Far ${one.kind}`,
  warehouse_id: there.warehouse_id,
})) as [Row<'station'>, Row<'station'>];
const own = testOrder(here, 'SO-HERE');
const far = testOrder({ ...here, warehouse: there }, 'SO-THERE');
const ofStock = (serial: string): Row<'unit'> => ({ ...stockUnit(here, serial), warehouse_id: there.warehouse_id });
const packed = ofStock('FAR-PACKED');
const units = ['FAR-1', 'FAR-2', 'FAR-3'].map(ofStock);
const [unit, moved, byId] = units as [Row<'unit'>, Row<'unit'>, Row<'unit'>];
const farBox = packing(far, packed, there.warehouse_id);
const farOrders = { package_id: idIn(farBox[0], 'package_id'), package_unit_id: idIn(farBox[1], 'package_unit_id') };
const session = uuidv7();
const farReceipt = receipt({ ...here, warehouse: there }, ['FAR-NEW'], session);

function idIn(draft: EventDraft | undefined, field: string): string {
  return String((draft?.body as Record<string, unknown> | undefined)?.[field]);
}

let bench: HttpBench;
const ofCentral = (...drafts: readonly CentralDraft[]): Promise<unknown> =>
  recordCentralEvents(bench.running.central.store, bench.tenant_id, drafts, { operator_id: null, now: 1 });
const rowOfCentral = async (entity: 'unit' | 'package' | 'receiving_session', id: string): Promise<unknown> =>
  bench.running.central.store.db
    .selectFrom(entity)
    .selectAll()
    .where('tenant_id', '=', bench.tenant_id)
    .where(`${entity}_id` as never, '=', id as never)
    .executeTakeFirstOrThrow();
const openRules = async (): Promise<string[]> =>
  (await bench.admin.call('cases.list', { query: { state: 'open' } })).rows.map(({ rule }) => rule);

type Push = (...drafts: readonly EventDraft[]) => Promise<string[]>;
async function pair({ station_id, name }: Row<'station'>): Promise<Push> {
  const { pairing_code } = await bench.admin.call('stations.pairing_code', { params: { station_id } });
  const body = { pairing_code, computer_name: name, public_key: PUBLIC_KEY, only_central: null };
  const paired = await bench.nobody().send<unknown>('POST', '/api/sync/pair', { body });
  const { credential } = PairResponse.parse(paired.body);
  const log = new TestStation(station_id);
  return async (...drafts) => {
    const events = log.record(...drafts);
    const answer = await bench.nobody().send<unknown>('POST', '/api/sync/push', {
      body: { incarnation: log.incarnation, events, backlog: 0, is_oldest: false, signature: signBatch(events) },
      headers: { authorization: `Bearer ${credential}` },
    });
    return PushResponse.parse(answer.body).outcomes.map(({ outcome, held_reason }) => held_reason ?? outcome);
  };
}

let atDock: Push;
let atTable: Push;
beforeAll(async () => {
  bench = await openHttpBench();
  const all: readonly (readonly [Entity, readonly Row<Entity>[]])[] = [
    ['warehouse', [there]],
    ['station', [farDock, farTable]],
    ['unit', [packed, ...units]],
    ['bin', [rowOf('bin', { bin_id: uuidv7(), warehouse_id: there.warehouse_id, code: 'B' })]],
  ];
  await ofCentral(...here.drafts, ...all.map(([entity, rows]) => put(entity, rows)), ...own.drafts, ...far.drafts);
  expect(worker.warehouse_ids).toBeNull();
  // Honest work over there.
  expect(await (await pair(farTable))(...farBox)).toEqual(['accepted', 'accepted']);
  expect(await (await pair(farDock))(...farReceipt.slice(0, 2))).toEqual(['accepted', 'accepted']);
  [atDock, atTable] = [await pair(dock), await pair(table)];
});
afterAll(() => bench.close());
beforeEach(async () => {
  for (const { case_id } of (await bench.admin.call('cases.list', { query: { state: 'open' } })).rows)
    await bench.admin.call('cases.resolve', { params: { case_id }, body: { chosen_event_id: null, note: 'seen' } });
});

const { unit_id } = unit;
const order_id = own.order.order_id;

const DECISIONS: readonly EventDraft[] = [
  { type: 'unit-scrapped', body: { unit_id, reason: 'gone' } },
  { type: 'unit-missing', body: { unit_id, reason: 'gone' } },
  { type: 'unit-serial-corrected', body: { unit_id, serial_raw: 'MINE', reason: 'x' } },
  { type: 'unit-product-corrected', body: { unit_id, product_id: here.product.product_id, reason: 'x' } },
  { type: 'unit-inspected', body: { unit_id, to: 'scrapped', condition: 'damaged', note: null } },
  { type: 'unit-allocated', body: { unit_id, order_id } },
];
test.each(DECISIONS.map((draft) => [draft.type, draft] as const))(
  'rights.foreign-unit: nobody decides about a unit of another warehouse (%s)',
  async (_type, draft) => {
    const before = await rowOfCentral('unit', unit_id);
    expect(await atTable(draft)).toEqual(['held.not-allowed']);
    expect(await rowOfCentral('unit', unit_id)).toEqual(before);
  },
);

test('rights.foreign-unit: a unit of another warehouse that is packed or moved here is a case', async () => {
  const box = packing(own, { unit_id: byId.unit_id, serial_raw: byId.serial_raw }, here.warehouse.warehouse_id);
  expect(await atTable(...box)).toEqual(['accepted', 'accepted-with-case']);
  // Under an id that nobody knows it is found by its serial.
  const again = packing(own, { unit_id: uuidv7(), serial_raw: moved.serial_raw }, here.warehouse.warehouse_id);
  expect(await atTable(...again)).toEqual(['accepted', 'accepted-with-case']);
  expect(await atDock({ type: 'unit-moved', body: { unit_id, bin_id: null } })).toEqual(['accepted-with-case']);
  expect(await openRules()).toContain('case.other-warehouse');
});

test('rights.foreign-package: a box of another warehouse is not emptied, weighed, shipped or discarded here in silence', async () => {
  const { package_id, package_unit_id } = farOrders;
  const mine = packing(own, stockUnit(here, 'MINE-1'), here.warehouse.warehouse_id);
  const box = idIn(mine[0], 'package_id');
  const entry = { package_unit_id, package_id: box, order_id, order_line_id: own.order_line.order_line_id };
  expect(await atTable(...mine.slice(0, 1))).toEqual(['accepted']);
  const weight = { weight_g: 1, weight_source: 'typed', reading_raw: null, approved_by: null } as const;
  for (const draft of [
    { type: 'package-weighed', body: { package_id, ...weight } },
    { type: 'package-closed', body: { package_id, order_id, units: 1 } },
    { type: 'unit-unpacked', body: { ...entry, unit_id: packed.unit_id, quantity: 1, reason: 'undo' } },
    { type: 'package-discarded', body: { package_id, order_id, reason: 'x' } },
    shipping(order_id, package_id, 1),
  ] as const satisfies readonly EventDraft[])
    expect([draft.type, ...(await atTable(draft))]).toEqual([draft.type, 'accepted-with-case']);
  expect(await openRules()).toContain('case.other-warehouse');
});

test('rights.foreign-session: what another warehouse counts is not saved, taken off or discarded here in silence', async () => {
  const saved = farReceipt.slice(2);
  const line = { receiving_session_id: session, line_id: here.po_line.po_line_id, product_id: here.product.product_id };
  const off = { ...line, receipt_line_id: uuidv7(), quantity: 1, unit_ids: [] };
  expect(await atDock({ type: 'receipt-line-uncounted', body: { ...off, reason: 'undo' } })).toEqual([
    'accepted-with-case',
  ]);
  expect(await atDock({ type: 'receipt-discarded', body: { receiving_session_id: session, reason: 'x' } })).toEqual([
    'accepted-with-case',
  ]);
  expect(await atDock(...saved)).toEqual(['accepted-with-case']);
  expect(await openRules()).toContain('case.other-warehouse');
});

test('rights.case-of-console: who is told of does not acquit himself in the name of a supervisor', async () => {
  await atDock({ type: 'unit-moved', body: { unit_id, bin_id: null } });
  await atDock({ type: 'unit-scrapped', body: { unit_id, reason: 'x' } });
  const told = (await bench.admin.call('cases.list', { query: { state: 'open' } })).rows;
  const about = told.filter(({ rule }) => ['case.other-warehouse', 'case.event-held'].includes(rule));
  expect(about.map(({ rule }) => rule).toSorted()).toEqual(['case.event-held', 'case.other-warehouse']);
  for (const { case_id } of about)
    expect(await atDock({ type: 'case-resolved', body: { case_id, chosen_event_id: null, note: 'fine' } })).toEqual([
      'held.not-allowed',
    ]);
  expect(await openRules()).toEqual(expect.arrayContaining(about.map(({ rule }) => rule)));
});
