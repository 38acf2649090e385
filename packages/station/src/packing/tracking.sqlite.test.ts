import { randomUUID } from 'node:crypto';
import { PackingState } from '@serialbridge/protocol/station';
import {
  BADGE,
  CABLE_UPC,
  codesOf,
  ORDER,
  ROUTER,
  ROUTER_UPC,
  stockUnit,
  TestStation,
} from '@serialbridge/testing/station/small-warehouse';
import { afterEach, beforeEach, expect, test } from 'vitest';

const GS = '\u001D';
const UPS = '1Z999AA10123456784';
const OTHER_ORDER = randomUUID();
const OTHER_BOX = randomUUID();
const OTHER_SHIPMENT = randomUUID();
/** It left with another order on that day. */
const USED = '1Z12345E0205271686';
const LEFT_AT = Date.UTC(2026, 9, 5);

let table: TestStation;
const packing = (): PackingState => PackingState.parse(table.state('packing'));

beforeEach(async () => {
  table = new TestStation('shipbridge');
  const order = table.host.store.view.row('order', ORDER);
  await table.end();
  if (order === undefined) throw new Error('the small warehouse has an order');
  const station_id = randomUUID();
  table = new TestStation('shipbridge', {
    rows: [
      ...['RT-00001', 'RT-00002', 'RT-00003'].map((serial) => ['unit', stockUnit(ROUTER, serial)] as const),
      ['order', { ...order, order_id: OTHER_ORDER, number: 'SO-7', status: 'shipped' }],
      [
        'shipment',
        {
          shipment_id: OTHER_SHIPMENT,
          order_id: OTHER_ORDER,
          station_id,
          carrier: 'UPS',
          service: null,
          cost_cents: null,
          shipped_at: LEFT_AT,
        },
      ],
      [
        'package',
        {
          package_id: OTHER_BOX,
          order_id: OTHER_ORDER,
          number: 1,
          state: 'shipped',
          station_id,
          weight_g: 1000,
          weight_source: 'typed',
          tracking_number: USED,
          shipment_id: OTHER_SHIPMENT,
          opened_at: LEFT_AT,
          closed_at: LEFT_AT,
        },
      ],
    ],
  });
  await table.scan(BADGE);
  for (const code of ['SO-1', ROUTER_UPC, 'RT-00001', 'RT-00002', CABLE_UPC, '*SB:NEXT*']) await table.scan(code);
  const [box] = packing().packages;
  await table.call('packing.set_weight', { package_id: box?.package_id ?? '', weight_g: 3000 });
  await table.scan('*SB:NEXT*');
});
afterEach(async () => {
  await table.end();
});

const REFUSED: readonly (readonly [string, string])[] = [
  ['1Z999AA10123456785', 'tracking.check-digit'],
  ['1Z999AA101234567', 'tracking.length'],
  ['RR473124828GB', 'tracking.check-digit'],
  [']C142012345', 'tracking.postal-code'],
  [']U0[)>ABC', 'tracking.maxicode'],
  [`[)>\u001E01${GS}961Z00004951${GS}UPSN${GS}06X610\u001E\u0004`, 'tracking.maxicode'],
  [']E04006381333931', 'code.unknown-product'],
  [']C100395011015300000011', 'code.pallet'],
  ['https://www.ups.com/track?num=1', 'code.web-address'],
  ['WIFI:S:office;T:WPA;P:secret;;', 'code.wifi'],
  ['RT-00003', 'tracking.is-serial'],
  [USED, 'packing.tracking-shipped'],
];

test('packing.ship: the table is at the shipping step', () => {
  expect(packing().phase).toBe('ship');
});

test.each(REFUSED)('tracking.refused, scanned: %s is %s', async (code, rule) => {
  const said = await table.scan(code);
  expect(said.level).toBe('refused');
  expect(codesOf(said)[0]).toBe(rule);
  expect(packing().packages[0]?.tracking_number).toBeNull();
});

test.each(REFUSED.filter(([code]) => !code.startsWith(']') && !code.includes(GS)))(
  'tracking.refused, typed: %s is %s',
  async (code, rule) => {
    const [box] = packing().packages;
    const { feedback } = await table.call('packing.ship', {
      carrier: 'manual',
      service: null,
      tracking: [{ package_id: box?.package_id ?? '', tracking_number: code }],
    });
    expect(codesOf(feedback)).toContain(rule);
    expect(packing().phase).toBe('ship');
  },
);

test('packing.tracking-shipped: the refusal names the order and the day it left', async () => {
  const said = await table.scan(USED);
  expect(said.headline.params).toMatchObject({ number: 'SO-7', shipped_at: LEFT_AT, tracking: USED });
});

test.each([
  ['1z 999 aa1 01 2345 6784', UPS, 'UPS'],
  [`]C142012345${GS}9400111206206406190145`, '9400111206206406190145', 'USPS'],
  ['420123459400111206206406190145', '9400111206206406190145', 'USPS'],
  ['9611020987654312345672', '987654312345672', 'FedEx'],
  ['RR473124829GB', 'RR473124829GB', 'Royal Mail'],
  ['KD-2026-0815', 'KD-2026-0815', null],
])('tracking.taken: of %s the number is %s, its carrier %s', async (code, number, carrier) => {
  const said = await table.scan(code);
  expect(said.headline).toMatchObject({ code: 'packing.tracking-taken', params: { carrier } });
  expect(packing().packages[0]?.tracking_number).toBe(number);
});

test('tracking.carrier: the shipment has the carrier that the label says when nobody chose one', async () => {
  const [box] = packing().packages;
  const { feedback } = await table.call('packing.ship', {
    carrier: 'manual',
    service: null,
    tracking: [{ package_id: box?.package_id ?? '', tracking_number: '1Z 999 AA1 01 2345 6784' }],
  });
  expect(feedback.headline).toMatchObject({ code: 'packing.shipped', params: { carrier: 'UPS' } });
  const [shipped] = table.host.store.view.list('package', 'order_id', ORDER);
  expect(shipped).toMatchObject({ tracking_number: UPS, state: 'shipped' });
  expect(table.host.store.view.row('shipment', shipped?.shipment_id ?? '')).toMatchObject({ carrier: 'UPS' });
});
