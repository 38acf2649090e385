import { afterAll, beforeAll, expect, test } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import { rebuild, recordCentralEvents, retryHeld, type CentralDraft } from '@serialbridge/central/ledger';
import type { EventDraft } from '@serialbridge/core/events';
import type { Row } from '@serialbridge/core/model';
import { PairResponse, PushResponse, type Envelope, type Problem } from '@serialbridge/protocol';
import { openHttpBench, type Answer, type HttpBench } from '@serialbridge/testing/http/http-bench';
import { rowOf } from '@serialbridge/testing/rows';
import { packing, receipt } from '@serialbridge/testing/store/drafts';
import { outboxFile, testKey } from '@serialbridge/testing/store/outbox-file';
import { PUBLIC_KEY, signBatch, TestStation, type TestDraft } from '@serialbridge/testing/store/test-station';
import { put, stockUnit, testOrder, testWarehouse, worker } from '@serialbridge/testing/store/test-warehouse';

/** A thief has a dock computer: a station that is really paired, its credential and its key. What he sends reaches central as his station's word, and no further. */

const w = testWarehouse();
const order = testOrder(w, 'SO-1');
const unit = stockUnit(w, 'A1');
const second = stockUnit(w, 'A2');
const elsewhere: Row<'warehouse'> = { warehouse_id: uuidv7(), code: 'W2', name: 'Elsewhere' };
const person = (code: string, fields: Partial<Row<'operator'>>): Row<'operator'> =>
  rowOf('operator', { operator_id: uuidv7(), code, name: code, role: 'operator', active: true, ...fields });
const operator = person('ann', {});
const gone = person('gone', { active: false });
const away = person('away', { warehouse_ids: [elsewhere.warehouse_id] });

let bench: HttpBench;
let dock: Thief;
let table: Thief;

class Thief {
  readonly log: TestStation;
  readonly #credential: string;
  constructor({ station_id, credential }: PairResponse) {
    this.log = new TestStation(station_id);
    this.#credential = credential;
  }
  send(events: readonly Envelope[]): Promise<Answer<Problem>> {
    const { incarnation, station_id } = this.log;
    // The key is the station's own: what it signs is signed as this station, whatever the events say.
    const signature = signBatch(events.map((event) => ({ ...event, station_id })));
    return bench.nobody().send('POST', '/api/sync/push', {
      body: { incarnation, events, backlog: events.length, is_oldest: false, signature },
      headers: { authorization: `Bearer ${this.#credential}` },
    });
  }
  /** What central says to each of these. */
  async push(...drafts: readonly TestDraft[]): Promise<[outcome: string, reason: string | null][]> {
    const { status, body } = await this.send(this.log.record(...drafts));
    expect(status).toBe(200);
    return PushResponse.parse(body).outcomes.map(({ outcome, held_reason }) => [outcome, held_reason]);
  }
}

const HELD = ['held', 'held.not-allowed'];

async function pair(station: Row<'station'>, public_key: string = PUBLIC_KEY): Promise<Thief> {
  const params = { station_id: station.station_id };
  const { pairing_code } = await bench.admin.call('stations.pairing_code', { params });
  const body = { pairing_code, computer_name: 'stolen', public_key, only_central: null };
  return new Thief(PairResponse.parse((await bench.nobody().send<unknown>('POST', '/api/sync/pair', { body })).body));
}

const openRules = async (): Promise<string[]> =>
  (await bench.admin.call('cases.list', { query: { state: 'open' } })).rows.map((row) => row.rule);
const resolveAll = async (): Promise<void> => {
  for (const { case_id } of (await bench.admin.call('cases.list', { query: { state: 'open' } })).rows)
    await bench.admin.call('cases.resolve', { params: { case_id }, body: { chosen_event_id: null, note: 'seen' } });
};
const ofCentral = (...drafts: readonly CentralDraft[]): Promise<unknown> =>
  recordCentralEvents(bench.running.central.store, bench.tenant_id, drafts, { operator_id: null, now: 1 });
const agrees = async (): Promise<void> =>
  expect(await rebuild(bench.running.central.store, bench.tenant_id)).toEqual([]);

beforeAll(async () => {
  bench = await openHttpBench();
  const { station, second_station } = w;
  await ofCentral(
    ...w.drafts,
    ...order.drafts,
    put('warehouse', [elsewhere]),
    put('operator', [operator, gone, away]),
    put('unit', [unit, second]),
    put('station', [
      { ...station, state: 'new' },
      { ...second_station, state: 'new' },
    ]),
  );
  [dock, table] = [await pair(station), await pair(second_station)];
}, 60_000);
afterAll(() => bench.close());

const puts = (entity: string, row: object): EventDraft => ({
  type: 'records-put',
  body: { import_id: null, entity, rows: [row as Record<string, never>] },
});

test('attack.records-put: a station makes nobody an admin, sets no stock, revokes no other station; one case says so', async () => {
  const admin = person('thief', { role: 'admin' });
  const stock = { product_id: w.product.product_id, warehouse_id: w.warehouse.warehouse_id, on_hand: 9999 };
  const forged = [
    puts('operator', admin),
    puts('operator', { ...operator, role: 'admin' }),
    puts('stock', stock),
    puts('station', { ...w.second_station, state: 'revoked' }),
  ];
  expect(await dock.push(...forged)).toEqual(forged.map(() => HELD));
  const { rows } = await bench.admin.call('operators.list');
  expect(rows.map(({ code, role }) => [code, role])).not.toContainEqual(['thief', 'admin']);
  expect(rows.find(({ code }) => code === 'ann')?.role).toBe('operator');
  const { rows: stations } = await bench.admin.call('stations.list');
  expect(stations.find(({ station_id }) => station_id === w.second_station.station_id)?.state).toBe('paired');
  const kept = await bench.running.central.store.db.selectFrom('stock').select('on_hand').execute();
  expect(kept.map(({ on_hand }) => on_hand)).not.toContain(9999);
  expect(await openRules()).toEqual(['case.event-held']);
  await agrees();
});

test('attack.policy: an option above the station’s own level, of another station, or without the right is not changed', async () => {
  const key = 'packing.manual_serial_needs_supervisor';
  const change = (level: 'tenant' | 'warehouse' | 'station', level_id: string): EventDraft => ({
    type: 'policy-changed',
    body: { changes: [{ level, level_id, key, value: false }] },
  });
  const own = dock.log.station_id;
  const forged = [
    change('tenant', ''),
    change('warehouse', w.warehouse.warehouse_id),
    change('station', w.second_station.station_id),
    { ...change('station', own), operator_id: operator.operator_id },
    { ...change('station', own), operator_id: null },
  ];
  expect(await dock.push(...forged)).toEqual(forged.map(() => HELD));
  expect((await bench.admin.call('policy.get')).values.filter((value) => value.key === key)).toEqual([]);
  // A supervisor changes the station's own.
  expect(await dock.push(change('station', own))).toEqual([['accepted', null]]);
  await agrees();
});

test('attack.case-resolved: neither an operator nor a stranger decides a case', async () => {
  const [open] = (await bench.admin.call('cases.list', { query: { state: 'open' } })).rows;
  const case_id = open?.case_id ?? '';
  const decision = { type: 'case-resolved', body: { case_id, chosen_event_id: null, note: 'nothing to see' } } as const;
  const who = [operator.operator_id, uuidv7(), gone.operator_id, away.operator_id, null];
  const outcomes = await table.push(...who.map((operator_id) => ({ ...decision, operator_id })));
  expect(outcomes).toEqual(who.map(() => HELD));
  expect((await bench.admin.call('cases.get', { params: { case_id } })).case.state).toBe('open');
  await agrees();
});

test('attack.unit-scrapped: an unknown person writes nothing off', async () => {
  const { unit_id } = unit;
  const scrapped = { type: 'unit-scrapped', body: { unit_id, reason: 'gone' }, operator_id: uuidv7() } as const;
  expect(await dock.push(scrapped)).toEqual([HELD]);
  expect((await bench.admin.call('units.get', { params: { unit_id } })).unit.state).toBe('in_stock');
  await agrees();
});

test('attack.approval: anybody’s name under an override does not pass unseen; the box is packed all the same', async () => {
  await resolveAll();
  for (const approved_by of [uuidv7(), gone.operator_id, away.operator_id, operator.operator_id, null]) {
    const [opened, packed] = packing(order, unit, w.warehouse.warehouse_id);
    if (opened?.type !== 'package-opened' || packed?.type !== 'unit-packed') throw new Error('no box');
    const override = { rules: ['serial.not-received'], reason: 'torn', approved_by };
    const { package_unit_id, package_id, order_id, order_line_id, unit_id, quantity } = packed.body;
    const undone = { package_unit_id, package_id, order_id, order_line_id, unit_id, quantity, reason: 'undo' } as const;
    const outcomes = await table.push(
      opened,
      { ...packed, body: { ...packed.body, override } },
      { type: 'unit-unpacked', body: undone },
    );
    expect(outcomes).toEqual([
      ['accepted', null],
      ['accepted-with-case', null],
      ['accepted', null],
    ]);
    expect(await openRules()).toEqual(['case.approver-not-allowed']);
    await resolveAll();
  }
  await agrees();
});

test('attack.stranger: what a stranger did with goods counts, and one case says that it was a stranger', async () => {
  const who = [uuidv7(), gone.operator_id, away.operator_id, null];
  const outcomes = [];
  for (const operator_id of who) {
    const moved = { type: 'unit-moved', body: { unit_id: second.unit_id, bin_id: null }, operator_id } as const;
    outcomes.push(...(await dock.push(moved)));
  }
  expect(outcomes).toEqual(who.map(() => ['accepted-with-case', null]));
  expect(await openRules()).toEqual(['case.operator-not-allowed']);
  // Nobody's goods stand still for it.
  const { unit: row } = await bench.admin.call('units.get', { params: { unit_id: second.unit_id } });
  expect([row.disputed, row.state]).toEqual([false, 'in_stock']);
  await resolveAll();
  await agrees();
});

test('attack.elsewhere: a station finds and receives nothing in another warehouse without a case', async () => {
  const found = {
    type: 'unit-moved',
    body: { unit_id: second.unit_id, bin_id: uuidv7() },
  } as const;
  expect(await dock.push(found)).toEqual([['accepted-with-case', null]]);
  const [opened] = receipt({ ...w, warehouse: elsewhere }, []);
  if (opened === undefined) throw new Error('no receipt');
  expect(await dock.push(opened)).toEqual([['accepted-with-case', null]]);
  expect(await openRules()).toEqual(['case.other-warehouse']);
  await resolveAll();
  await agrees();
});

test('attack.source: a dock packs nothing, and a table receives nothing', async () => {
  const [opened] = packing(order, unit, w.warehouse.warehouse_id);
  const [session] = receipt(w, []);
  if (opened === undefined || session === undefined) throw new Error('no work');
  expect([await dock.push(opened), await table.push(session)]).toEqual([[HELD], [HELD]]);
  await agrees();
});

test('attack.other-station: nothing goes under another station’s id, central’s own included', async () => {
  const { central_id } = await bench.running.central.store.db
    .selectFrom('tenant_head')
    .select('central_id')
    .executeTakeFirstOrThrow();
  for (const station_id of [table.log.station_id, central_id]) {
    const impostor = new TestStation(station_id, dock.log.incarnation);
    const events = impostor.record(puts('operator', person('impostor', { role: 'admin' })));
    const { status, body } = await dock.send(events);
    expect([status, body.code]).toEqual([400, 'sync.envelope-invalid']);
  }
  expect((await bench.admin.call('operators.list')).rows.map(({ code }) => code)).not.toContain('impostor');
});

test('attack.outbox: an imported outbox goes through the same check, and none is taken under central’s id', async () => {
  await resolveAll();
  const key = testKey();
  const third = { ...w.station, station_id: uuidv7(), name: 'Third', state: 'new' as const };
  await ofCentral(put('station', [third]));
  const { log } = await pair(third, key.public_key);
  log.record(puts('operator', person('smuggled', { role: 'admin' })), ...receipt(w, ['SMUGGLED-1']));
  const send = (file: string): Promise<{ status: number; body: unknown }> =>
    bench.admin.send('POST', '/api/outbox-imports?file_name=a.outbox', {
      body: new TextEncoder().encode(file),
      headers: { 'content-type': 'application/octet-stream' },
    });
  const { status, body } = await send(outboxFile(bench.tenant_id, log, key, log.log));
  expect([status, body]).toMatchObject([200, { events_new: 4, events_held: 1 }]);
  expect((await bench.admin.call('operators.list')).rows.map(({ code }) => code)).not.toContain('smuggled');
  const { central_id } = await bench.running.central.store.db
    .selectFrom('tenant_head')
    .select('central_id')
    .executeTakeFirstOrThrow();
  const own = new TestStation(central_id);
  own.record(puts('operator', person('as-central', { role: 'admin' })));
  const refused = await send(outboxFile(bench.tenant_id, own, key, own.log));
  expect(refused).toMatchObject({ status: 422, body: { code: 'outbox.unknown-station' } });
  await agrees();
});

test('attack.held: what may not be never comes back: not by a try, not by a restart, not by rights that come later', async () => {
  const { store } = bench.running.central;
  const held = (): Promise<number> =>
    store.db
      .selectFrom('event')
      .select('event_id')
      .where('held_reason', '=', 'held.not-allowed')
      .execute()
      .then((rows) => rows.length);
  const before = await held();
  expect(before).toBeGreaterThan(10);
  await ofCentral(put('operator', [{ ...operator, role: 'admin' }]));
  expect(await retryHeld(store, 9_999)).toBe(0);
  expect(await held()).toBe(before);
  await agrees();
});

test('attack.then: what somebody did while he might stays as it is when he leaves', async () => {
  const moved = { type: 'unit-moved', body: { unit_id: second.unit_id, bin_id: null } } as const;
  expect(await dock.push(moved)).toEqual([['accepted', null]]);
  await ofCentral(put('operator', [{ ...worker, active: false }]));
  await agrees();
  expect(await dock.push(moved)).toEqual([['accepted-with-case', null]]);
  await agrees();
});
