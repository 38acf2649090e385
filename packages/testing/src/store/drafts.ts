import { v7 as uuidv7 } from 'uuid';
import type { EventDraft } from '@serialbridge/core/events';
import type { TestOrder, TestWarehouse } from './test-warehouse.ts';

/** A receipt of these serials from opening to saving. */
export function receipt(
  w: {
    readonly warehouse: Pick<TestWarehouse['warehouse'], 'warehouse_id'>;
    readonly product: Pick<TestWarehouse['product'], 'product_id'>;
    readonly po_line: Pick<TestWarehouse['po_line'], 'purchase_order_id' | 'po_line_id'>;
  },
  serials: readonly string[],
  session: string = uuidv7(),
): EventDraft[] {
  const { purchase_order_id, po_line_id } = w.po_line;
  const { product_id } = w.product;
  const line = { receiving_session_id: session, line_id: po_line_id, product_id };
  const document = { document_kind: 'purchase_order', document_id: purchase_order_id } as const;
  return [
    {
      type: 'receiving-session-opened',
      body: { receiving_session_id: session, ...document, warehouse_id: w.warehouse.warehouse_id },
    },
    {
      type: 'receipt-line-counted',
      body: {
        ...line,
        receipt_line_id: uuidv7(),
        bin_id: null,
        quantity: serials.length,
        units: serials.map((serial_raw) => ({ unit_id: uuidv7(), serial_raw, lot: null, expiry: null })),
        override: null,
        warnings: [],
      },
    },
    {
      type: 'receipt-saved',
      body: {
        receiving_session_id: session,
        ...document,
        totals: [{ line_id: po_line_id, product_id, quantity: serials.length, serials: serials.length }],
      },
    },
  ];
}

/** A box with one unit for an order. */
export function packing(
  { order, order_line }: Pick<TestOrder, 'order' | 'order_line'>,
  unit: { readonly unit_id: string; readonly serial_raw: string },
  warehouse_id: string,
): EventDraft[] {
  const package_id = uuidv7();
  return [
    { type: 'package-opened', body: { package_id, order_id: order.order_id, warehouse_id, number: 1 } },
    {
      type: 'unit-packed',
      body: {
        package_unit_id: uuidv7(),
        package_id,
        order_id: order.order_id,
        order_line_id: order_line.order_line_id,
        product_id: order_line.product_id,
        quantity: 1,
        unit_id: unit.unit_id,
        serial_raw: unit.serial_raw,
        override: null,
        warnings: [],
      },
    },
  ];
}

/** The box leaves. */
export function shipping(order_id: string, package_id: string, shipped_at: number): EventDraft {
  return {
    type: 'order-shipped',
    body: {
      shipment_id: uuidv7(),
      order_id,
      carrier: 'UPS',
      service: null,
      cost_cents: null,
      currency: null,
      packages: [{ package_id, tracking_number: '1Z' }],
      shipped_at,
    },
  };
}
