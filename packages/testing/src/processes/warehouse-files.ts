import { csv } from '../../../../scripts/demo/demo-files.ts';

/** The small warehouse that the smoke test and the end-to-end tests import: two products with serials, one without, a PO and two orders. */
export const CAMERA = {
  sku: 'CAM-4K',
  upc: '036000291452',
  serial: (n: number): string => `CM${String(n).padStart(6, '0')}`,
} as const;
export const LENS = {
  sku: 'LENS-35',
  upc: '012345678905',
  serial: (n: number): string => `LN${String(n).padStart(6, '0')}`,
} as const;
const CABLE = { sku: 'CABLE-2M', upc: '042100005264' } as const;

export const PRODUCTS_CSV: string = csv(
  ['sku', 'name', 'manufacturer', 'serial_policy', 'serial_min', 'serial_max', 'weight_g', 'upc'],
  [
    [CAMERA.sku, 'Camera 4K', 'Lumina', 'required', 8, 8, 640, CAMERA.upc],
    [LENS.sku, 'Lens 35 mm', 'Lumina', 'required', 8, 8, 280, LENS.upc],
    [CABLE.sku, 'Cable 2 m', 'Lumina', 'none', null, null, 60, CABLE.upc],
  ],
);

export const PURCHASE_ORDERS_CSV: string = csv(
  ['number', 'vendor_code', 'vendor_name', 'warehouse', 'sku', 'quantity', 'unit_price'],
  [
    ['PO-1001', 'LUMINA', 'Lumina Optics', 'MAIN', CAMERA.sku, 5, '249.00'],
    ['PO-1001', 'LUMINA', 'Lumina Optics', 'MAIN', LENS.sku, 2, '119.00'],
  ],
);

const address = ['12 Harbour Road', 'Portland', 'US', 'MAIN'] as const;
export const ORDERS_CSV: string = csv(
  ['number', 'customer_name', 'address_1', 'city', 'country', 'warehouse', 'sku', 'quantity', 'unit_price'],
  [
    ['SO-5001', 'Ines Duarte', ...address, CAMERA.sku, 2, '399.00'],
    ['SO-5002', 'Rui Tavares', ...address, CAMERA.sku, 1, '399.00'],
    ['SO-5003', 'Olga Meier', ...address, CAMERA.sku, 1, '399.00'],
    ['SO-5003', 'Olga Meier', ...address, CABLE.sku, 2, '9.00'],
  ],
);
