import type { Migration } from './ddl.ts';

/** What the console's lists, sign-in and stations' credentials are looked up by. */
export const consoleLookups: Migration = {
  name: '0100-console-lookups',
  statements: [
    `create index purchase_order_newest on purchase_order (tenant_id, ordered_at, purchase_order_id)`,
    `create index order_newest on "order" (tenant_id, ordered_at, order_id)`,
    `create index receiving_session_newest on receiving_session (tenant_id, opened_at, receiving_session_id)`,
    `create index case_newest on "case" (tenant_id, opened_at, case_id)`,
    `create index unit_purchase_order on unit (tenant_id, purchase_order_id) where purchase_order_id is not null`,
    `create index unit_state on unit (tenant_id, "state", unit_id)`,
    `create index unit_warehouse on unit (tenant_id, warehouse_id, unit_id) where warehouse_id is not null`,
    `create index unit_rma on unit (tenant_id, rma_id) where rma_id is not null`,
    `create index unit_disputed on unit (tenant_id, unit_id) where disputed`,
    `create index package_unit_serial on package_unit (tenant_id, serial_norm) where serial_norm is not null`,
    `create index po_line_product on po_line (tenant_id, product_id)`,
    `create index order_line_product on order_line (tenant_id, product_id)`,
    `create index purchase_order_status on purchase_order (tenant_id, status)`,
    `create index order_status on "order" (tenant_id, status)`,
    `create index rma_order on rma (tenant_id, order_id)`,
    `create index product_code_product on product_code (tenant_id, product_id)`,
    `create index vendor_code on vendor (tenant_id, code)`,
    `create index expected_unit_document on expected_unit (tenant_id, purchase_order_id)`,
  ],
};
