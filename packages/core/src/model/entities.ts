import { z } from 'zod';
import * as catalog from './catalog-rows.ts';
import * as documents from './document-rows.ts';
import * as units from './unit-rows.ts';

/**
 * Every replicated table: its row schema, its key, and what no two of its records may have alike (`unique`, each a list of columns). Central's tables carry the same columns behind a leading
 * `tenant_id`; a station's cache.db carries them as they are; the feed and the snapshots speak of them by these names.
 */
export const ENTITIES = {
  product: { row: catalog.ProductRow, key: ['product_id'], unique: [['sku']] },
  product_code: { row: catalog.ProductCodeRow, key: ['product_code_id'], unique: [['kind', 'code']] },
  vendor: { row: catalog.VendorRow, key: ['vendor_id'], unique: [['code']] },
  customer: { row: catalog.CustomerRow, key: ['customer_id'], unique: [['code']] },
  warehouse: { row: catalog.WarehouseRow, key: ['warehouse_id'], unique: [['code']] },
  bin: { row: catalog.BinRow, key: ['bin_id'], unique: [['warehouse_id', 'code']] },
  operator: { row: catalog.OperatorRow, key: ['operator_id'], unique: [['code'], ['badge']] },
  station: { row: catalog.StationRow, key: ['station_id'] },
  policy_value: { row: catalog.PolicyValueRow, key: ['level', 'level_id', 'key'] },
  rate: { row: catalog.RateRow, key: ['rate_id'] },
  purchase_order: { row: documents.PurchaseOrderRow, key: ['purchase_order_id'], unique: [['number']] },
  po_line: { row: documents.PoLineRow, key: ['po_line_id'] },
  expected_unit: { row: documents.ExpectedUnitRow, key: ['expected_unit_id'] },
  order: { row: documents.OrderRow, key: ['order_id'], unique: [['number']] },
  order_line: { row: documents.OrderLineRow, key: ['order_line_id'] },
  rma: { row: documents.RmaRow, key: ['rma_id'], unique: [['number']] },
  rma_line: { row: documents.RmaLineRow, key: ['rma_line_id'] },
  receiving_session: { row: documents.ReceivingSessionRow, key: ['receiving_session_id'] },
  receipt_line: { row: documents.ReceiptLineRow, key: ['receipt_line_id'] },
  receipt_unit: { row: documents.ReceiptUnitRow, key: ['receiving_session_id', 'unit_id'] },
  package: { row: documents.PackageRow, key: ['package_id'] },
  package_unit: { row: documents.PackageUnitRow, key: ['package_unit_id'] },
  shipment: { row: documents.ShipmentRow, key: ['shipment_id'] },
  stock: { row: documents.StockRow, key: ['product_id', 'warehouse_id'] },
  unit: { row: units.UnitRow, key: ['unit_id'] },
  unit_identifier: { row: units.UnitIdentifierRow, key: ['unit_identifier_id'] },
  case: { row: units.CaseRow, key: ['case_id'] },
} as const satisfies Record<
  string,
  { row: z.ZodObject; key: readonly string[]; unique?: readonly (readonly [string, ...string[]])[] }
>;

export type Entity = keyof typeof ENTITIES;
export type Row<E extends Entity> = z.infer<(typeof ENTITIES)[E]['row']>;
/** Any entity's row, when the entity is known only at run time. */
export type AnyRow = Readonly<Record<string, unknown>>;

export const ENTITY_NAMES = Object.keys(ENTITIES) as [Entity, ...Entity[]];
export const EntityName = z.enum(ENTITY_NAMES);

/** The key of a row as one text: its key columns joined by `|`. */
export function keyOf(entity: Entity, row: AnyRow): string {
  return ENTITIES[entity].key.map((column) => String(row[column])).join('|');
}
