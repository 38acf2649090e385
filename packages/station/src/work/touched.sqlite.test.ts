import { randomUUID } from 'node:crypto';
import { runsOf } from '@serialbridge/cache';
import { keyOf, type AnyRow, type Entity } from '@serialbridge/core/model';
import { afterEach, expect, test, vi } from 'vitest';
import type { StationService } from '../contract/host-context.ts';
import { createPackingService } from '../packing/packing-service.ts';
import { PackingDraft } from '../packing/packing-draft.ts';
import { createReceivingService } from '../receiving/receiving-service.ts';
import { ReceivingDraft } from '../receiving/receiving-draft.ts';
import {
  BADGE,
  CAMERA,
  ORDER,
  ORDER_CABLE_LINE,
  PO,
  ROUTER,
  ROUTER_LINE,
  stockUnit,
  TestStation,
  WAREHOUSE,
} from '@serialbridge/testing/station/small-warehouse';

let station: TestStation;
afterEach(async () => {
  vi.restoreAllMocks();
  await station.end();
});

/** A page of the feed with these rows comes, and the service hears of it. */
function pull(service: StationService, ...rows: readonly (readonly [Entity, AnyRow])[]): void {
  const { store } = station.host;
  const { cursor } = store.cache.state();
  if (cursor === null) throw new Error('the cache is empty');
  const runs = runsOf(rows.map(([entity, row]) => ({ entity, key: keyOf(entity, row), row })));
  store.cache.apply(runs, { ...cursor, version: cursor.version + 1 });
  service.onDataChanged?.(store.takeChanges());
}
const rowOf = (entity: Entity, key: string): AnyRow => {
  const row = station.host.context.ledger.view.row(entity, key);
  if (row === undefined) throw new Error(`no ${entity} ${key}`);
  return row;
};

test('work.touched: a page that touches nothing of the open document does not read it anew, one that touches its line does', async () => {
  station = new TestStation('receivebridge');
  await station.scan(BADGE);
  await station.scan('PO-1');
  const service = createReceivingService(station.host.context);
  expect(service.topics.receiving?.().lines).toHaveLength(2);
  const refresh = vi.spyOn(ReceivingDraft.prototype, 'refresh');
  const line = rowOf('po_line', ROUTER_LINE);
  const elsewhere = randomUUID();
  pull(
    service,
    ['purchase_order', { ...rowOf('purchase_order', PO), purchase_order_id: elsewhere, number: 'PO-9' }],
    ['po_line', { ...line, po_line_id: randomUUID(), purchase_order_id: elsewhere }],
    ['unit', stockUnit(CAMERA, 'CM-00009')],
    ['stock', { product_id: CAMERA, warehouse_id: WAREHOUSE, on_hand: 3 }],
  );
  expect(refresh).not.toHaveBeenCalled();
  pull(service, ['po_line', { ...line, quantity_received: 2 }]);
  expect(refresh).toHaveBeenCalledTimes(1);
  expect(service.topics.receiving?.().lines[0]).toMatchObject({ quantity_received: 2 });
  // A line that the document did not have before is its line too.
  pull(service, ['po_line', { ...line, po_line_id: randomUUID(), line_number: 3 }]);
  pull(service, ['stock', { product_id: ROUTER, warehouse_id: WAREHOUSE, on_hand: 3 }]);
  expect(refresh).toHaveBeenCalledTimes(3);
  expect(service.topics.receiving?.().lines).toHaveLength(3);
});

test('work.touched: an order is read anew when a row of it changed, and not for those of others', async () => {
  station = new TestStation('shipbridge');
  await station.scan(BADGE);
  await station.scan('SO-1');
  const service = createPackingService(station.host.context);
  expect(service.topics.packing?.().lines).toHaveLength(2);
  const refresh = vi.spyOn(PackingDraft.prototype, 'refresh');
  const line = rowOf('order_line', ORDER_CABLE_LINE);
  pull(service, ['order', { ...rowOf('order', ORDER), order_id: randomUUID(), number: 'SO-9' }]);
  pull(service, ['order_line', { ...line, order_line_id: randomUUID(), order_id: randomUUID() }]);
  expect(refresh).not.toHaveBeenCalled();
  pull(service, ['order_line', { ...line, quantity: 4 }]);
  expect(refresh).toHaveBeenCalledTimes(1);
  expect(service.topics.packing?.().lines[1]).toMatchObject({ quantity: 4 });
});
