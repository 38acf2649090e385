import { readCode } from '@serialbridge/core/gs1';
import { PackingState } from '@serialbridge/protocol/station';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { operatorRow } from '@serialbridge/testing/station/host-fixture';
import {
  BADGE,
  CABLE_UPC,
  CAMERA,
  codesOf,
  ORDER,
  ORDER_CABLE_LINE,
  ROUTER,
  ROUTER_UPC,
  stockUnit,
  TestStation,
} from '@serialbridge/testing/station/small-warehouse';

let table: TestStation;
beforeEach(async () => {
  table = new TestStation('shipbridge', {
    rows: [
      ...['RT-00001', 'RT-00002', 'RT-00003'].map((serial) => ['unit', stockUnit(ROUTER, serial)] as const),
      ['unit', stockUnit(CAMERA, 'CM-00001')],
    ],
  });
  await table.scan(BADGE);
});
afterEach(async () => {
  await table.end();
});
const lax = (key: string, value: boolean) =>
  ['policy_value', { level: 'tenant', level_id: '', key, value, policy_version: 2 }] as const;
const packing = (): PackingState => PackingState.parse(table.state('packing'));
const allOrders = {
  offset: 0,
  limit: 50,
  show: 'open',
  keywords: '',
  sku: '',
  number: '',
  serial: '',
  channel: null,
  from: null,
  to: null,
} as const;

test('packing.story: order, products and serials with refusals, weight, tracking number, done, all by scans', async () => {
  expect((await table.scan('SO-1')).headline.code).toBe('packing.order-opened');
  expect((await table.scan(ROUTER_UPC)).headline.code).toBe('packing.scan-serial');
  expect(codesOf(await table.scan('RT-99999'))).toEqual(['serial.not-received']);
  expect(codesOf(await table.scan('CM-00001'))).toEqual(['serial.other-product']);
  expect(codesOf(await table.scan(ROUTER_UPC))).toContain('serial.is-product-code');
  expect((await table.scan('RT-00001')).level).toBe('accepted');
  expect(codesOf(await table.scan('RT-00001'))).toContain('serial.duplicate-in-document');
  expect((await table.scan('RT-00002')).headline.code).toBe('packing.line-complete');
  expect(codesOf(await table.scan('*SB:NEXT*'))).toEqual(['packing.line-short']);
  expect((await table.scan(CABLE_UPC)).headline.code).toBe('packing.order-complete');
  expect(packing()).toMatchObject({ phase: 'check', blockers: [], rates: [{ service: 'Ground', price_cents: 499 }] });
  await table.scan('*SB:NEXT*');
  const [box] = packing().packages;
  expect(box).toMatchObject({ units: 3, expected_weight_g: 3000, weight_g: null });
  const off = await table.call('packing.set_weight', { package_id: box?.package_id ?? '', weight_g: 100 });
  expect(codesOf(off.feedback)).toEqual(['packing.weight-off']);
  expect(off.feedback.override_token).not.toBeNull();
  await table.call('packing.set_weight', { package_id: box?.package_id ?? '', weight_g: 3010 });
  await table.scan('*SB:NEXT*');
  expect((await table.scan('1Z999AA10123456784')).headline.code).toBe('packing.tracking-taken');
  expect(packing().packages).toMatchObject([{ tracking_number: '1Z999AA10123456784' }]);
  expect((await table.scan('*SB:SHIP*')).headline.code).toBe('packing.shipped');
  expect(packing()).toMatchObject({ phase: 'done', packages: [{ state: 'shipped' }] });
  expect(table.host.store.view.unitsBySerial('RT-00001')).toMatchObject([{ state: 'shipped', order_id: ORDER }]);
  expect(table.host.store.view.list('package', 'order_id', ORDER)).toMatchObject([
    { state: 'shipped', tracking_number: '1Z999AA10123456784' },
  ]);
  expect(codesOf(await table.scan('SO-1'))).toEqual(['packing.order-already-shipped']);
  const shipped = await table.call('packing.list_orders', { ...allOrders, show: 'shipped', serial: 'RT-00001' });
  expect(shipped.rows).toMatchObject([{ number: 'SO-1', status: 'shipped' }]);
});

test('packing.draft: a restart in the middle keeps what is packed, the step, and what can be undone', async () => {
  await table.scan('SO-1');
  await table.scan('RT-00001');
  await table.scan(ROUTER_UPC);
  const before = packing();
  await table.restart();
  await table.scan(BADGE);
  expect({ ...packing(), last_scans: [] }).toEqual({ ...before, last_scans: [] });
  expect(packing().last_scans).toMatchObject([{ text: 'RT-00001', undoable: true }]);
  await table.scan('*SB:UNDO*');
  expect(packing().lines[0]).toMatchObject({ quantity_packed: 0, serials: [] });
  expect(table.host.store.view.unitsBySerial('RT-00001')).toMatchObject([{ state: 'in_stock', order_id: null }]);
});

test('packing.serial-alone: a serial without its product finds its line; one of a product not ordered is a wrong item', async () => {
  await table.scan('SO-1');
  expect((await table.scan('RT-00001')).level).toBe('accepted');
  await table.scan('*SB:CANCEL*');
  await table.scan('RT-00002');
  // Nothing waits for a serial any more.
  expect(codesOf(await table.scan('CM-00001'))).toEqual(['packing.wrong-item']);
});

test('packing.gs1: one label gives product and serial', async () => {
  await table.scan('SO-1');
  const label = { via: 'wedge', ...readCode(']d2010001234567890521RT-00001') } as const;
  expect((await table.call('scan.submit', label)).feedback).toMatchObject({ level: 'accepted' });
});

test('packing.remove, packing.discard: one unit, or everything, goes back on the shelf', async () => {
  await table.scan('SO-1');
  await table.scan('RT-00001');
  await table.call('packing.pack_quantity', { order_line_id: ORDER_CABLE_LINE, quantity: 1 });
  const [serial] = packing().lines[0]?.serials ?? [];
  await table.call('packing.remove_unit', { package_unit_id: serial?.package_unit_id ?? '' });
  expect(packing().lines.map((line) => line.quantity_packed)).toEqual([0, 1]);
  await table.call('packing.discard', { reason: 'customer called' });
  expect(packing().phase).toBe('list');
  const [order] = (await table.call('packing.list_orders', allOrders)).rows;
  expect(order).toMatchObject({ units: 3, units_packed: 0, started_here: false });
});

test('packing.scale: without a scale the WEIGH card says so and nothing is weighed', async () => {
  await table.scan('SO-1');
  expect(codesOf(await table.scan('*SB:WEIGH*'))).toEqual(['packing.scale-none']);
});

test('packing.keep: a refused serial and a weight are released only by the supervisor who signs, and the events name him', async () => {
  await table.end();
  const supervisor = await operatorRow('sven', '9876', { role: 'supervisor' });
  table = new TestStation('shipbridge', {
    rows: [['operator', supervisor], lax('packing.allow_manual_serial', true), ['unit', stockUnit(ROUTER, 'RT-00001')]],
  });
  await table.scan(BADGE);
  await table.scan('SO-1');
  const refused = await table.scan('RT-99999');
  expect(codesOf(refused)).toEqual(['serial.not-received']);
  const keep = { override_token: refused.override_token ?? '', reason: 'label torn' };
  const alone = await table.call('packing.keep_serial', { ...keep, approver: null });
  expect(codesOf(alone.feedback)).toEqual(['packing.approval-needed']);
  await expect(
    table.call('packing.keep_serial', { ...keep, approver: { code: 'sven', pin: '0000' } }),
  ).rejects.toMatchObject({ faults: [{ code: 'auth.wrong-pin' }] });
  const approver = { code: 'sven', pin: '9876' };
  expect((await table.call('packing.keep_serial', { ...keep, approver })).feedback.level).not.toBe('refused');
  await expect(table.call('packing.keep_serial', { ...keep, approver })).rejects.toMatchObject({
    faults: [{ code: 'packing.override-gone' }],
  });
  const { incarnation } = table.host.store.log.head();
  const { events } = table.host.store.outbox.batch(incarnation, 0, { events: 50, bytes: 1e6 });
  const packed = events.map(({ text }) => JSON.parse(text) as { type: string; approved_by: string; body: object });
  expect(packed.find((event) => event.type === 'unit-packed')).toMatchObject({
    approved_by: supervisor.operator_id,
    body: { override: { rules: ['serial.not-received'], reason: 'label torn', approved_by: supervisor.operator_id } },
  });
});

test('packing.finish-first: the number of another order does not switch over while this one is being packed', async () => {
  const first = table.host.store.view.row('order', ORDER);
  if (first === undefined) throw new Error('the small warehouse has an order');
  const second = { ...first, order_id: randomUUID(), number: 'SO-2' };
  await table.end();
  table = new TestStation('shipbridge', {
    rows: [
      ...['RT-00001', 'RT-00002'].map((serial) => ['unit', stockUnit(ROUTER, serial)] as const),
      ['order', second],
    ],
  });
  await table.scan(BADGE);
  await table.scan('SO-1');
  await table.scan('RT-00001');
  expect(codesOf(await table.scan('SO-2'))).toEqual(['scan.is-document-number']);
  await table.scan('*SB:CANCEL*');
  expect(packing()).toMatchObject({ phase: 'check', current_line_id: null });
  await table.scan('*SB:CANCEL*');
  expect(packing().phase).toBe('list');
  await table.scan('SO-1');
  await table.scan('RT-00002');
  expect(codesOf(await table.scan('SO-2'))).toEqual(['packing.finish-first']);
  await table.scan('*SB:CANCEL*');
  expect((await table.scan('SO-2')).headline.code).toBe('packing.order-opened');
});

test('serial.other-spelling: a label that puts an S in front leaves as the unit that is known without it, and says so', async () => {
  await table.scan('SO-1');
  const said = await table.scan('SRT-00001');
  expect(said.level).not.toBe('refused');
  expect(codesOf(said)).toContain('serial.other-spelling');
  const [box] = packing().packages;
  expect(table.host.store.view.list('package_unit', 'package_id', box?.package_id ?? '')).toMatchObject([
    { serial_raw: 'RT-00001' },
  ]);
});
