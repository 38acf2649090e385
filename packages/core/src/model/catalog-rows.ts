import { z } from 'zod';
import { declareEntity } from './declare-entity.ts';
import { Cents, DoubleOf, Grams, Id, Instant, Note, Quantity, ShortText } from './scalars.ts';

/** Does a product carry serials, and when are they asked for. */
export const SERIAL_POLICIES = ['none', 'ship-only', 'optional', 'required'] as const;
export const SerialPolicy = z.enum(SERIAL_POLICIES);
export type SerialPolicy = z.infer<typeof SerialPolicy>;

/** Within what a serial is unique. */
export const SERIAL_SCOPES = ['product', 'manufacturer', 'tenant'] as const;
export const SerialScope = z.enum(SERIAL_SCOPES);
export type SerialScope = z.infer<typeof SerialScope>;

export const CHECK_DIGITS = ['none', 'luhn', 'mod10-gs1', 'mod11', 'mod36'] as const;
export const CheckDigit = z.enum(CHECK_DIGITS);
export type CheckDigit = z.infer<typeof CheckDigit>;

export const ProductRow = z.object({
  product_id: Id,
  sku: ShortText,
  name: ShortText,
  manufacturer: ShortText.nullable(),
  /** Path or data URL of a picture; null shows a drawn placeholder. */
  picture: z.string().max(100_000).nullable(),
  weight_g: Grams.nullable(),
  length_mm: Quantity.nullable(),
  width_mm: Quantity.nullable(),
  height_mm: Quantity.nullable(),
  serial_policy: SerialPolicy,
  serial_scope: SerialScope,
  /** Null: the tenant's `serial.length.*` applies. */
  serial_min: Quantity.nullable(),
  serial_max: Quantity.nullable(),
  /** A regular expression the whole normalised serial must match; null: none. */
  serial_pattern: z.string().max(500).nullable(),
  serial_check_digit: CheckDigit,
  serial_case_fold: z.boolean(),
  active: z.boolean(),
  double_of: DoubleOf,
});
export type ProductRow = z.infer<typeof ProductRow>;

export const CODE_KINDS = ['upc', 'ean', 'gtin', 'sku', 'alias', 'vendor-sku'] as const;
export const ProductCodeRow = z.object({
  product_code_id: Id,
  product_id: Id,
  kind: z.enum(CODE_KINDS),
  code: ShortText,
  double_of: DoubleOf,
});
export type ProductCodeRow = z.infer<typeof ProductCodeRow>;

export const VendorRow = z.object({ vendor_id: Id, code: ShortText, name: ShortText, double_of: DoubleOf });
export type VendorRow = z.infer<typeof VendorRow>;

export const CustomerRow = z.object({ customer_id: Id, code: ShortText, name: ShortText, double_of: DoubleOf });
export type CustomerRow = z.infer<typeof CustomerRow>;

export const WarehouseRow = z.object({ warehouse_id: Id, code: ShortText, name: ShortText, double_of: DoubleOf });
export type WarehouseRow = z.infer<typeof WarehouseRow>;

export const BinRow = z.object({ bin_id: Id, warehouse_id: Id, code: ShortText, double_of: DoubleOf });
export type BinRow = z.infer<typeof BinRow>;

/** A role that the house made. The built-in ones are no records (rights/rights.ts). */
export const RoleRow = z.object({
  role_id: Id,
  /** What an operator's row calls it by. Never the name of a built-in role; no longer changed once somebody has the role. */
  code: ShortText,
  name: ShortText,
  /** Names of rights. A name that this software does not know gives nothing: newer software wrote it. */
  rights: z.array(ShortText).max(200),
  /** False: deleted. A record is never removed, so that what it once meant can be read in the ledger. */
  active: z.boolean(),
  double_of: DoubleOf,
});
export type RoleRow = z.infer<typeof RoleRow>;

export const OperatorRow = z.object({
  operator_id: Id,
  /** What is typed at sign-in beside the PIN. Unique per tenant. */
  code: ShortText,
  name: ShortText,
  /** The code of a built-in role or of one that the house made: what this person may do (ledger/rights-of.ts). */
  role: ShortText,
  /** Barcode of the badge; unique per tenant. */
  badge: ShortText.nullable(),
  /** Warehouses this person works in; null: all. */
  warehouse_ids: z.array(Id).nullable(),
  active: z.boolean(),
  double_of: DoubleOf,
  /** Another one each time that the PIN changes, so that a station knows to ask for it anew. The PIN's hash is no part of any row. */
  pin_changed_at: Instant.nullable().exactOptional(),
});
export type OperatorRow = z.infer<typeof OperatorRow>;

export const STATION_KINDS = ['receiving', 'packing'] as const;
export const StationKind = z.enum(STATION_KINDS);
export type StationKind = z.infer<typeof StationKind>;

export const StationRow = z.object({
  station_id: Id,
  name: ShortText,
  kind: StationKind,
  warehouse_id: Id,
  state: z.enum(['new', 'paired', 'revoked']),
});
export type StationRow = z.infer<typeof StationRow>;

/** One value of one policy key at one level. `level_id` is '' for the tenant. */
export const POLICY_LEVELS = ['tenant', 'warehouse', 'station', 'vendor', 'product'] as const;
export const PolicyLevel = z.enum(POLICY_LEVELS);
export type PolicyLevel = z.infer<typeof PolicyLevel>;
export const PolicyValueRow = z.object({
  level: PolicyLevel,
  level_id: z.union([z.literal(''), Id]),
  key: ShortText,
  value: z.json(),
  /** The policy version that this value came in with: 1, 2, 3 … per tenant. */
  policy_version: Quantity,
});
export type PolicyValueRow = z.infer<typeof PolicyValueRow>;

/** One row of the built-in rate-table carrier: price of a service up to a weight. */
export const RateRow = z.object({
  rate_id: Id,
  carrier: ShortText,
  service: ShortText,
  max_weight_g: Grams,
  price_cents: Cents,
  currency: z.string().length(3),
  transit_days: Quantity,
  note: Note.nullable(),
});
export type RateRow = z.infer<typeof RateRow>;

/** What is kept of things, people and places. */
export const CATALOG_ENTITIES = {
  product: declareEntity(ProductRow, {
    key: ['product_id'],
    unique: [['sku']],
    scope: 'everybody',
    lost: 'records.change',
    indexes: [['sku']],
  }),
  product_code: declareEntity(ProductCodeRow, {
    key: ['product_code_id'],
    unique: [['kind', 'code']],
    scope: 'everybody',
    lost: 'records.change',
    indexes: [['code'], ['product_id']],
  }),
  vendor: declareEntity(VendorRow, {
    key: ['vendor_id'],
    unique: [['code']],
    scope: 'everybody',
    lost: 'records.change',
  }),
  customer: declareEntity(CustomerRow, {
    key: ['customer_id'],
    unique: [['code']],
    scope: 'everybody',
    lost: 'records.change',
  }),
  warehouse: declareEntity(WarehouseRow, {
    key: ['warehouse_id'],
    unique: [['code']],
    scope: 'everybody',
    lost: 'warehouses.change',
  }),
  bin: declareEntity(BinRow, {
    key: ['bin_id'],
    unique: [['warehouse_id', 'code']],
    scope: 'everybody',
    lost: 'records.change',
    indexes: [['warehouse_id', 'code']],
  }),
  role: declareEntity(RoleRow, {
    key: ['role_id'],
    unique: [['code']],
    scope: 'everybody',
    lost: 'roles',
    lists: { code: [] },
  }),
  operator: declareEntity(OperatorRow, {
    key: ['operator_id'],
    unique: [['code'], ['badge']],
    scope: 'everybody',
    lost: 'people',
    indexes: [['code'], ['badge']],
  }),
  station: declareEntity(StationRow, {
    key: ['station_id'],
    scope: 'everybody',
    lost: 'stations',
  }),
  policy_value: declareEntity(PolicyValueRow, {
    key: ['level', 'level_id', 'key'],
    scope: 'everybody',
    lost: 'options.administer',
  }),
  rate: declareEntity(RateRow, {
    key: ['rate_id'],
    scope: 'everybody',
    lost: 'options.administer',
  }),
} as const;
