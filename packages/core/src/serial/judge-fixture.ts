import type { PolicyValueRow, ProductRow } from '../model/catalog-rows.ts';
import type { UnitRow } from '../model/unit-rows.ts';
import { effectivePolicy } from '../policy/effective-policy.ts';
import type { PolicyKey } from '../policy/policy-keys.ts';
import type { SerialContext } from './verdict.ts';

/** Rows and contexts for the tests of the rules; nothing else imports it. */

export const id = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const PRODUCT_ID = id(1);
export const OTHER_PRODUCT_ID = id(2);
const HERE = id(10);
export const ELSEWHERE = id(11);
export const ORDER = id(20);
export const OTHER_ORDER = id(21);

export function product(change: Partial<ProductRow> = {}): ProductRow {
  return {
    product_id: PRODUCT_ID,
    sku: 'CAM-1',
    name: 'Camera',
    manufacturer: 'Acme',
    picture: null,
    weight_g: null,
    length_mm: null,
    width_mm: null,
    height_mm: null,
    serial_policy: 'required',
    serial_scope: 'product',
    serial_min: null,
    serial_max: null,
    serial_pattern: null,
    serial_check_digit: 'none',
    serial_case_fold: false,
    active: true,
    ...change,
  };
}

export function unit(serial: string, change: Partial<UnitRow> = {}): UnitRow {
  return {
    unit_id: id(100),
    product_id: PRODUCT_ID,
    serial_raw: serial,
    serial_norm: serial,
    scope_key: change.product_id ?? PRODUCT_ID,
    state: 'in_stock',
    condition: 'new',
    disputed: false,
    provisional: false,
    forked: false,
    warehouse_id: HERE,
    bin_id: null,
    purchase_order_id: id(30),
    po_line_id: null,
    receiving_session_id: null,
    order_id: null,
    package_id: null,
    rma_id: null,
    cost_cents: null,
    lot: null,
    expiry: null,
    received_at: null,
    updated_at: 1_700_000_000_000,
    version: 1,
    ...change,
  };
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
