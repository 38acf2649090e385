import type { Entity } from '@serialbridge/core/model';

/**
 * Secondary indexes, in cache.db and in the overlay alike: what LedgerView asks for and what the lists filter by. Each costs time at the first
 * pull and room on the disk, so a table of units has only what a scan needs. A text after the columns is the condition of a partial index.
 */
export const ENTITY_INDEXES: { readonly [E in Entity]?: readonly (readonly [columns: string, where?: string])[] } = {
  product: [['sku']],
  product_code: [['code'], ['product_id']],
  bin: [['warehouse_id, code']],
  operator: [['code'], ['badge', 'badge IS NOT NULL']],
  purchase_order: [['number'], ['status, created_at']],
  po_line: [['purchase_order_id'], ['product_id']],
  expected_unit: [['po_line_id'], ['serial_norm']],
  order: [['number'], ['status, ordered_at'], ['tote_code', 'tote_code IS NOT NULL']],
  order_line: [['order_id'], ['product_id']],
  rma: [['number'], ['order_id'], ['status']],
  rma_line: [['rma_id'], ['product_id']],
  receiving_session: [['document_id'], ['state, opened_at']],
  receipt_line: [['receiving_session_id']],
  receipt_unit: [['serial_norm']],
  package: [['order_id'], ['tracking_number', 'tracking_number IS NOT NULL']],
  package_unit: [
    ['package_id'],
    ['order_id'],
    ['unit_id', 'unit_id IS NOT NULL'],
    ['serial_norm', 'serial_norm IS NOT NULL'],
  ],
  shipment: [['order_id']],
  unit: [['serial_norm'], ['order_id', 'order_id IS NOT NULL']],
  unit_identifier: [['value_norm'], ['unit_id']],
  case: [['state']],
};
