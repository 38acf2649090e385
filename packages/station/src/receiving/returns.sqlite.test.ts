import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  BADGE,
  codesOf,
  ORDER,
  ORDER_ROUTER_LINE,
  ROUTER,
  ROUTER_UPC,
  STATION,
  stockUnit,
  TestStation,
  VENDOR,
  WAREHOUSE,
} from '@serialbridge/testing/station/small-warehouse';
import { rowOf } from '@serialbridge/testing/rows';

const RMA = randomUUID();
const RMA_LINE = randomUUID();
const MEMO = randomUUID();
const MEMO_LINE = randomUUID();
const BOX = randomUUID();
const SOLD = stockUnit(ROUTER, 'RT-SOLD1', { state: 'shipped', warehouse_id: null, order_id: ORDER, package_id: BOX });
const STOCK = stockUnit(ROUTER, 'RT-STOCK1');

let dock: TestStation;
beforeEach(async () => {
  dock = new TestStation('receivebridge', {
    rows: [
      ['unit', SOLD],
      ['unit', STOCK],
      ['rma', { rma_id: RMA, number: 'RMA-1', order_id: ORDER, status: 'open', reason: 'broken', created_at: 1 }],
      [
        'rma_line',
        { rma_line_id: RMA_LINE, rma_id: RMA, line_number: 1, product_id: ROUTER, quantity: 1, quantity_received: 0 },
      ],
      [
        'package',
        {
          package_id: BOX,
          order_id: ORDER,
          number: 1,
          state: 'shipped',
          station_id: STATION,
          weight_g: 1000,
          weight_source: 'scale',
          tracking_number: null,
          shipment_id: randomUUID(),
          opened_at: 1,
          closed_at: 1,
        },
      ],
      [
        'package_unit',
        {
          package_unit_id: randomUUID(),
          package_id: BOX,
          order_id: ORDER,
          order_line_id: ORDER_ROUTER_LINE,
          product_id: ROUTER,
          unit_id: SOLD.unit_id,
          serial_raw: SOLD.serial_raw,
          serial_norm: SOLD.serial_norm,
          quantity: 1,
        },
      ],
      [
        'purchase_order',
        rowOf('purchase_order', {
          purchase_order_id: MEMO,
          number: 'CM-1',
          po_type: 'credit_memo',
          vendor_id: VENDOR,
          warehouse_id: WAREHOUSE,
          ordered_at: 1,
          created_at: 1,
        }),
      ],
      [
        'po_line',
        {
          po_line_id: MEMO_LINE,
          purchase_order_id: MEMO,
          line_number: 1,
          product_id: ROUTER,
          quantity_ordered: 1,
          quantity_received: 0,
          unit_price_cents: 100,
          vendor_sku: null,
        },
      ],
    ],
  });
  await dock.scan(BADGE);
});
afterEach(async () => {
  await dock.end();
});

test('serial.not-sold-on-order: an RMA takes back what its order shipped, by the serial alone, and nothing else', async () => {
  await dock.scan('RMA-1');
  expect(codesOf(await dock.scan('RT-STOCK1'))).toEqual(['serial.not-sold-on-order']);
  expect((await dock.scan('RT-SOLD1')).level).toBe('complete');
  expect((await dock.scan('*SB:SAVE*')).level).toBe('complete');
  expect(dock.host.store.view.row('unit', SOLD.unit_id)).toMatchObject({ state: 'returned', rma_id: RMA });
});

test('receiving.credit-memo: a unit in stock leaves to the vendor; one that left already is refused; no more than agreed', async () => {
  await dock.scan('CM-1');
  expect(codesOf(await dock.scan('RT-SOLD1'))).toEqual(['serial.not-in-stock']);
  expect((await dock.scan('RT-STOCK1')).level).toBe('complete');
  expect(codesOf(await dock.scan(ROUTER_UPC))).toEqual(['receiving.over-receive']);
  await dock.scan('*SB:SAVE*');
  expect(dock.host.store.view.row('unit', STOCK.unit_id)).toMatchObject({ state: 'sent_to_vendor' });
});
