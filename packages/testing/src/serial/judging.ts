import type { PolicyValueRow, ProductRow, UnitRow } from '@serialbridge/core/model';
import { effectivePolicy, type PolicyKey } from '@serialbridge/core/policy';
import type { SerialContext } from '@serialbridge/core/serial';
import { rowOf } from '../rows.ts';

/** Rows and contexts for judging serials. */

export const id = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const PRODUCT_ID = id(1);
export const OTHER_PRODUCT_ID = id(2);
const HERE = id(10);
export const ELSEWHERE = id(11);
export const ORDER = id(20);
export const OTHER_ORDER = id(21);

export function product(change: Partial<ProductRow> = {}): ProductRow {
  const named = { product_id: PRODUCT_ID, sku: 'CAM-1', manufacturer: 'Acme' };
  return rowOf('product', { ...named, serial_policy: 'required', active: true, ...change });
}

export function unit(serial: string, change: Partial<UnitRow> = {}): UnitRow {
  return rowOf('unit', {
    unit_id: id(100),
    product_id: PRODUCT_ID,
    serial_raw: serial,
    serial_norm: serial,
    scope_key: change.product_id ?? PRODUCT_ID,
    state: 'in_stock',
    warehouse_id: HERE,
    purchase_order_id: id(30),
    updated_at: 1_700_000_000_000,
    ...change,
  });
}

interface Change extends Partial<SerialContext> {
  readonly units?: readonly UnitRow[];
  readonly options?: Partial<Record<PolicyKey, PolicyValueRow['value']>>;
}

/** A context in which everything is in order; vendor values of the policy stand at a vendor, all others at the tenant. */
export function context({ units = [], options = {}, ...change }: Change = {}): SerialContext {
  const values = Object.entries(options).map(([key, value]): PolicyValueRow => {
    const vendor = key === 'receiving.skip_serial_prompt';
    return { level: vendor ? 'vendor' : 'tenant', level_id: vendor ? id(40) : '', key, value, policy_version: 1 };
  });
  return {
    use: 'receive',
    product: product(),
    policy: effectivePolicy(values, { warehouse_id: HERE, station_id: null, vendor_id: id(40) }),
    document_codes: new Map(),
    document_serials: new Map(),
    unitsBySerial: (norm) => units.filter((row) => row.serial_norm === norm),
    skuOf: (product_id) => (product_id === PRODUCT_ID ? 'CAM-1' : 'LENS-2'),
    orderNumberOf: (order_id) => (order_id === ORDER ? 'SO-1' : 'SO-2'),
    warehouseNameOf: (warehouse_id) => (warehouse_id === HERE ? 'Main' : 'Annex'),
    poNumberOf: () => 'PO-7',
    expected_serials: null,
    units_sold: null,
    order_id: null,
    warehouse_id: HERE,
    recent_serials: [],
    quantities: null,
    cache_age_ms: null,
    expired_product_code: null,
    ...change,
  };
}
