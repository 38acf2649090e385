import type { Migration } from './ddl.ts';

/**
 * Counts and versions stop at a thousand million, where the fold stops them since then. A store in which one had gone beyond could not be
 * read any more. And what a station's clock says against central's is kept beside when it was last seen.
 */
export const poison: Migration = {
  name: '0014-poison',
  statements: [
    'alter table station_contact add column clock_offset_ms bigint',
    'update policy_value set policy_version = 1000000000 where policy_version > 1000000000',
    'update order_line set quantity_packed = 1000000000 where quantity_packed > 1000000000',
    'update order_line set quantity_shipped = 1000000000 where quantity_shipped > 1000000000',
    'update po_line set quantity_received = 1000000000 where quantity_received > 1000000000',
    'update rma_line set quantity_received = 1000000000 where quantity_received > 1000000000',
    'update receipt_line set quantity = 1000000000 where quantity > 1000000000',
    'update unit set version = 1000000000 where version > 1000000000',
    'update station_comparison set total_repaired = 1000000000 where total_repaired > 1000000000',
  ],
};
