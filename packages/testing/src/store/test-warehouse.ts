import { v7 as uuidv7 } from 'uuid';
import type { CentralDraft } from '@serialbridge/central/ledger';
import type { Entity, Row } from '@serialbridge/core/model';
import { normaliseSerial } from '@serialbridge/core/serial';
import { rowOf } from '../rows.ts';
import { WORKER } from './test-station.ts';

/** One warehouse with a product, a vendor, a PO of 5 and orders of one, as the rows that central would import. */
export interface TestWarehouse {
  readonly warehouse: Row<'warehouse'>;
  readonly vendor: Row<'vendor'>;
  readonly station: Row<'station'>;
  readonly second_station: Row<'station'>;
  readonly product: Row<'product'>;
  readonly purchase_order: Row<'purchase_order'>;
  readonly po_line: Row<'po_line'>;
  readonly drafts: readonly CentralDraft[];
}

const station = (warehouse_id: string, kind: 'receiving' | 'packing'): Row<'station'> => ({
  station_id: uuidv7(),
  name: `Station ${kind}`,
  kind,
  warehouse_id,
  state: 'paired',
});

export function put<E extends Entity>(entity: E, rows: readonly Row<E>[]): CentralDraft {
  return {
    type: 'records-put',
    body: { import_id: null, entity, rows: rows.map((row) => ({ ...row })) as Record<string, never>[] },
  };
}

/** Whoever works at the stations of a test. */
export const worker: Row<'operator'> = rowOf('operator', {
  operator_id: WORKER,
  code: 'worker',
  name: 'Worker',
  role: 'supervisor',
  warehouse_ids: null,
  active: true,
});

export function testWarehouse(): TestWarehouse {
  const warehouse = { warehouse_id: uuidv7(), code: 'W1', name: 'Dock' };
  const vendor = { vendor_id: uuidv7(), code: 'V1', name: 'Vendor' };
  const product: Row<'product'> = rowOf('product', {
    product_id: uuidv7(),
    sku: 'SKU-1',
    name: 'Drill "18 V"\tback\\slash',
    manufacturer: 'Maker',
    weight_g: 1250.5,
    serial_policy: 'required',
    active: true,
  });
  const purchase_order: Row<'purchase_order'> = rowOf('purchase_order', {
    purchase_order_id: uuidv7(),
    number: 'PO-1',
    vendor_id: vendor.vendor_id,
    warehouse_id: warehouse.warehouse_id,
    description: 'two\nlines',
    ordered_at: 1000,
    created_at: 1000,
    currency: 'EUR',
  });
  const po_line: Row<'po_line'> = {
    po_line_id: uuidv7(),
    purchase_order_id: purchase_order.purchase_order_id,
    line_number: 1,
    product_id: product.product_id,
    quantity_ordered: 5,
    quantity_received: 0,
    unit_price_cents: 9900,
    vendor_sku: null,
  };
  const receiving = station(warehouse.warehouse_id, 'receiving');
  const packing = station(warehouse.warehouse_id, 'packing');
  return {
    warehouse,
    vendor,
    station: receiving,
    second_station: packing,
    product,
    purchase_order,
    po_line,
    drafts: [
      put('warehouse', [warehouse]),
      put('vendor', [vendor]),
      put('product', [product]),
      put('operator', [worker]),
      put('station', [receiving, packing]),
      put('purchase_order', [purchase_order]),
      put('po_line', [po_line]),
    ],
  };
}

export interface TestOrder {
  readonly order: Row<'order'>;
  readonly order_line: Row<'order_line'>;
  readonly drafts: readonly CentralDraft[];
}

export function testOrder({ warehouse, product }: TestWarehouse, number: string): TestOrder {
  const order: Row<'order'> = rowOf('order', {
    order_id: uuidv7(),
    number,
    confirmed: true,
    picked: true,
    paid: true,
    warehouse_id: warehouse.warehouse_id,
    customer_name: 'Müller & Søn 😀',
    address_1: 'Street 1',
    city: 'Town',
    country: 'DE',
    ordered_at: 1000,
    total_cents: 9900,
    currency: 'EUR',
  });
  const order_line: Row<'order_line'> = {
    order_line_id: uuidv7(),
    order_id: order.order_id,
    line_number: 1,
    product_id: product.product_id,
    quantity: 1,
    quantity_packed: 0,
    quantity_shipped: 0,
    unit_price_cents: 9900,
  };
  return { order, order_line, drafts: [put('order', [order]), put('order_line', [order_line])] };
}

/** A unit in stock as an import of opening stock would put it. */
export function stockUnit({ warehouse, product }: TestWarehouse, serial_raw: string): Row<'unit'> {
  return rowOf('unit', {
    unit_id: uuidv7(),
    product_id: product.product_id,
    serial_raw,
    serial_norm: normaliseSerial(serial_raw, { case_fold: false }),
    scope_key: product.product_id,
    state: 'in_stock',
    warehouse_id: warehouse.warehouse_id,
    cost_cents: 100,
    received_at: 1000,
    updated_at: 1000,
    version: 1,
  });
}
