import { z } from 'zod';
import { declareEntity } from './declare-entity.ts';
import { Cents, DoubleOf, Grams, Id, Instant, Note, Quantity, SerialRaw, ShortText } from './scalars.ts';

/** A credit memo is a return to the vendor; it stands among the POs and is worked like one. */
export const PO_TYPES = ['purchase_order', 'credit_memo'] as const;
export const PurchaseOrderRow = z.object({
  purchase_order_id: Id,
  number: ShortText,
  po_type: z.enum(PO_TYPES),
  vendor_id: Id,
  warehouse_id: Id.nullable(),
  buyer: ShortText.nullable(),
  company: ShortText.nullable(),
  vendor_invoice_number: ShortText.nullable(),
  description: Note.nullable(),
  ordered_at: Instant,
  created_at: Instant,
  status: z.enum(['open', 'received', 'cancelled']),
  currency: z.string().length(3),
  double_of: DoubleOf,
});
export type PurchaseOrderRow = z.infer<typeof PurchaseOrderRow>;

export const PoLineRow = z.object({
  po_line_id: Id,
  purchase_order_id: Id,
  line_number: Quantity,
  product_id: Id,
  quantity_ordered: Quantity,
  quantity_received: Quantity,
  unit_price_cents: Cents,
  vendor_sku: ShortText.nullable(),
  /** The last event that was counted on the line: the first of two facts when more comes than was ordered. */
  received_event_id: Id.nullable().optional(),
});
export type PoLineRow = z.infer<typeof PoLineRow>;

/** A serial announced by an ASN. */
export const ExpectedUnitRow = z.object({
  expected_unit_id: Id,
  purchase_order_id: Id,
  po_line_id: Id,
  product_id: Id,
  serial_raw: SerialRaw,
  serial_norm: SerialRaw,
  state: z.enum(['open', 'matched', 'extra', 'missing']),
});
export type ExpectedUnitRow = z.infer<typeof ExpectedUnitRow>;

export const ORDER_STATUSES = ['open', 'packed', 'shipped', 'cancelled'] as const;
export const OrderRow = z.object({
  order_id: Id,
  number: ShortText,
  channel: ShortText.nullable(),
  status: z.enum(ORDER_STATUSES),
  confirmed: z.boolean(),
  picked: z.boolean(),
  paid: z.boolean(),
  warehouse_id: Id.nullable(),
  customer_id: Id.nullable(),
  customer_name: ShortText,
  address_1: ShortText,
  address_2: ShortText.nullable(),
  city: ShortText,
  region: ShortText.nullable(),
  postal_code: ShortText.nullable(),
  country: z.string().length(2),
  requested_service: ShortText.nullable(),
  /** Put-wall slot or tote barcode. */
  tote_code: ShortText.nullable(),
  ordered_at: Instant,
  ship_by: Instant.nullable(),
  total_cents: Cents,
  currency: z.string().length(3),
  /** The event that cancelled the order: the first of two facts when it is packed nevertheless. */
  cancelled_event_id: Id.nullable().optional(),
  double_of: DoubleOf,
});
export type OrderRow = z.infer<typeof OrderRow>;

export const OrderLineRow = z.object({
  order_line_id: Id,
  order_id: Id,
  line_number: Quantity,
  product_id: Id,
  quantity: Quantity,
  quantity_packed: Quantity,
  quantity_shipped: Quantity,
  unit_price_cents: Cents,
});
export type OrderLineRow = z.infer<typeof OrderLineRow>;

export const RmaRow = z.object({
  rma_id: Id,
  number: ShortText,
  order_id: Id,
  status: z.enum(['open', 'received', 'cancelled']),
  reason: Note.nullable(),
  created_at: Instant,
  double_of: DoubleOf,
});
export type RmaRow = z.infer<typeof RmaRow>;

export const RmaLineRow = z.object({
  rma_line_id: Id,
  rma_id: Id,
  line_number: Quantity,
  product_id: Id,
  quantity: Quantity,
  quantity_received: Quantity,
  /** As po_line's. */
  received_event_id: Id.nullable().optional(),
});
export type RmaLineRow = z.infer<typeof RmaLineRow>;

/** What a receiving session works on. A line id is a po_line_id or an rma_line_id accordingly. */
export const DOCUMENT_KINDS = ['purchase_order', 'credit_memo', 'rma'] as const;
export const DocumentKind = z.enum(DOCUMENT_KINDS);
export type DocumentKind = z.infer<typeof DocumentKind>;

export const ReceivingSessionRow = z.object({
  receiving_session_id: Id,
  document_kind: DocumentKind,
  document_id: Id,
  warehouse_id: Id,
  station_id: Id,
  operator_id: Id.nullable(),
  state: z.enum(['draft', 'saved', 'discarded']),
  opened_at: Instant,
  saved_at: Instant.nullable(),
});
export type ReceivingSessionRow = z.infer<typeof ReceivingSessionRow>;

export const ReceiptLineRow = z.object({
  receipt_line_id: Id,
  receiving_session_id: Id,
  line_id: Id,
  product_id: Id,
  quantity: Quantity,
});
export type ReceiptLineRow = z.infer<typeof ReceiptLineRow>;

/** A unit counted in a receiving session, draft or saved. Key: session and unit. */
export const ReceiptUnitRow = z.object({
  receiving_session_id: Id,
  unit_id: Id,
  line_id: Id,
  product_id: Id,
  bin_id: Id.nullable(),
  serial_raw: SerialRaw,
  serial_norm: SerialRaw,
  lot: ShortText.nullable(),
  /** ISO date, YYYY-MM-DD. */
  expiry: ShortText.nullable(),
});
export type ReceiptUnitRow = z.infer<typeof ReceiptUnitRow>;

export const PackageRow = z.object({
  package_id: Id,
  order_id: Id,
  /** 1, 2, 3 … within the order, as the station numbered it. */
  number: Quantity,
  state: z.enum(['open', 'closed', 'shipped', 'discarded']),
  station_id: Id,
  weight_g: Grams.nullable(),
  weight_source: z.enum(['scale', 'typed', 'summed']).nullable(),
  tracking_number: ShortText.nullable(),
  shipment_id: Id.nullable(),
  opened_at: Instant,
  closed_at: Instant.nullable(),
  /** The event that opened the box: tells whose it is when two stations pack one order. */
  opened_event_id: Id.nullable().optional(),
});
export type PackageRow = z.infer<typeof PackageRow>;

/** A serialised unit in a box, or a quantity of a product without serials (unit_id null). */
export const PackageUnitRow = z.object({
  package_unit_id: Id,
  package_id: Id,
  order_id: Id,
  order_line_id: Id,
  product_id: Id,
  unit_id: Id.nullable(),
  serial_raw: SerialRaw.nullable(),
  serial_norm: SerialRaw.nullable(),
  quantity: Quantity,
});
export type PackageUnitRow = z.infer<typeof PackageUnitRow>;

export const ShipmentRow = z.object({
  shipment_id: Id,
  order_id: Id,
  station_id: Id,
  carrier: ShortText,
  service: ShortText.nullable(),
  cost_cents: Cents.nullable(),
  shipped_at: Instant,
});
export type ShipmentRow = z.infer<typeof ShipmentRow>;

/** On-hand quantity of a product in a warehouse, with or without serials. Key: product and warehouse. May be negative. */
export const StockRow = z.object({ product_id: Id, warehouse_id: Id, on_hand: z.number().int().safe() });
export type StockRow = z.infer<typeof StockRow>;

/** What was ordered, received, packed and sent. */
export const DOCUMENT_ENTITIES = {
  purchase_order: declareEntity(PurchaseOrderRow, {
    key: ['purchase_order_id'],
    unique: [['number']],
    scope: 'own',
    lost: 'records.change',
    indexes: [['number'], ['status', 'created_at']],
  }),
  po_line: declareEntity(PoLineRow, {
    key: ['po_line_id'],
    scope: { of: 'purchase_order', by: 'purchase_order_id' },
    lost: 'records.change',
    lists: { purchase_order_id: ['line_number'] },
    indexes: [['product_id']],
  }),
  expected_unit: declareEntity(ExpectedUnitRow, {
    key: ['expected_unit_id'],
    scope: { of: 'purchase_order', by: 'purchase_order_id' },
    lost: 'records.change',
    lists: { po_line_id: [] },
    indexes: [['serial_norm']],
  }),
  order: declareEntity(OrderRow, {
    key: ['order_id'],
    unique: [['number']],
    scope: 'own',
    lost: 'records.change',
    indexes: [['number'], ['status', 'ordered_at'], ['tote_code']],
  }),
  order_line: declareEntity(OrderLineRow, {
    key: ['order_line_id'],
    scope: { of: 'order', by: 'order_id' },
    lost: 'records.change',
    lists: { order_id: ['line_number'] },
    indexes: [['product_id']],
  }),
  rma: declareEntity(RmaRow, {
    key: ['rma_id'],
    unique: [['number']],
    scope: { of: 'order', by: 'order_id' },
    lost: 'records.change',
    indexes: [['number'], ['order_id'], ['status']],
  }),
  rma_line: declareEntity(RmaLineRow, {
    key: ['rma_line_id'],
    scope: { of: 'rma', by: 'rma_id' },
    lost: 'records.change',
    lists: { rma_id: ['line_number'] },
    indexes: [['product_id']],
  }),
  receiving_session: declareEntity(ReceivingSessionRow, {
    key: ['receiving_session_id'],
    scope: 'own',
    indexes: [['document_id'], ['state', 'opened_at']],
  }),
  receipt_line: declareEntity(ReceiptLineRow, {
    key: ['receipt_line_id'],
    scope: { of: 'receiving_session', by: 'receiving_session_id' },
    lists: { receiving_session_id: [] },
  }),
  receipt_unit: declareEntity(ReceiptUnitRow, {
    key: ['receiving_session_id', 'unit_id'],
    scope: { of: 'receiving_session', by: 'receiving_session_id' },
    lists: { receiving_session_id: [] },
    indexes: [['serial_norm']],
  }),
  package: declareEntity(PackageRow, {
    key: ['package_id'],
    scope: { of: 'order', by: 'order_id' },
    lists: { order_id: ['number'] },
    indexes: [['tracking_number']],
  }),
  package_unit: declareEntity(PackageUnitRow, {
    key: ['package_unit_id'],
    scope: { of: 'order', by: 'order_id' },
    lists: { package_id: [], unit_id: [] },
    indexes: [['order_id'], ['serial_norm']],
  }),
  shipment: declareEntity(ShipmentRow, {
    key: ['shipment_id'],
    scope: { of: 'order', by: 'order_id' },
    indexes: [['order_id']],
  }),
  stock: declareEntity(StockRow, {
    key: ['product_id', 'warehouse_id'],
    scope: 'own',
  }),
} as const;
