import type { Entity } from './entities.ts';

/**
 * Whose cache holds a row. `everybody`: every station's. `own`: stations of the warehouse in the row's `warehouse_id`; without one,
 * everybody's. `of`: as the row that `by` names (no such row: everybody's).
 */
export type ScopeRule = 'everybody' | 'own' | { readonly of: Entity; readonly by: string };

/** Total: an entity without a decision does not compile. A row hangs on at most two others, and never in a circle. */
export const SCOPE_RULES: Readonly<Record<Entity, ScopeRule>> = {
  product: 'everybody',
  product_code: 'everybody',
  vendor: 'everybody',
  customer: 'everybody',
  warehouse: 'everybody',
  bin: 'everybody',
  operator: 'everybody',
  station: 'everybody',
  policy_value: 'everybody',
  rate: 'everybody',
  purchase_order: 'own',
  po_line: { of: 'purchase_order', by: 'purchase_order_id' },
  expected_unit: { of: 'purchase_order', by: 'purchase_order_id' },
  order: 'own',
  order_line: { of: 'order', by: 'order_id' },
  package: { of: 'order', by: 'order_id' },
  package_unit: { of: 'order', by: 'order_id' },
  shipment: { of: 'order', by: 'order_id' },
  rma: { of: 'order', by: 'order_id' },
  rma_line: { of: 'rma', by: 'rma_id' },
  receiving_session: 'own',
  receipt_line: { of: 'receiving_session', by: 'receiving_session_id' },
  receipt_unit: { of: 'receiving_session', by: 'receiving_session_id' },
  stock: 'own',
  unit: 'own',
  unit_identifier: { of: 'unit', by: 'unit_id' },
  // A contradiction may lie between two warehouses, and both must see it.
  case: 'everybody',
};

/** What a station's cache is a copy of, as its scope id. */
export const TENANT_SCOPE = 'tenant';
const WAREHOUSE = 'warehouse:';

export function warehouseScope(warehouse_id: string): string {
  return `${WAREHOUSE}${warehouse_id}`;
}

/** The warehouse of a scope id; null: the whole tenant. */
export function warehouseOfScope(scope: string): string | null {
  return scope.startsWith(WAREHOUSE) ? scope.slice(WAREHOUSE.length) : null;
}
