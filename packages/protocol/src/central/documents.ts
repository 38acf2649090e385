import { z } from 'zod';
import {
  Cents,
  DocumentKind,
  Id,
  Instant,
  Note,
  ORDER_STATUSES,
  OrderLineRow,
  OrderRow,
  PackageRow,
  PoLineRow,
  PO_TYPES,
  PurchaseOrderRow,
  Quantity,
  RmaLineRow,
  RmaRow,
  SerialRaw,
  ShipmentRow,
  ShortText,
  Total,
} from '@serialbridge/core/model';
import { Named, PageQuery, QueryNumber, pageOf } from './paging.ts';

/** Fields that not everybody sees (core/rights/guarded-fields.ts) are left out of the answer for the others. */
const seen = {
  address: {
    address_1: true,
    address_2: true,
    city: true,
    region: true,
    postal_code: true,
    country: true,
  },
  total: { total_cents: true },
  price: { unit_price_cents: true },
  cost: { cost_cents: true },
} as const;

/** What a line shows of its product. */
const product = { sku: ShortText, product_name: ShortText };
/** A unit on a document's line. */
export const LineUnit = z
  .object({ unit_id: Id, line_id: Id, serial_raw: SerialRaw, state: ShortText, disputed: z.boolean() })
  .meta({ id: 'LineUnit' });
export type LineUnit = z.infer<typeof LineUnit>;

/** `text`: number, vendor, description, vendor's invoice, buyer; `serial`: documents that a unit with this serial came in or left by. Newest first. */
export const PurchaseOrderQuery = PageQuery.extend({
  text: ShortText.optional(),
  serial: SerialRaw.optional(),
  sku: ShortText.optional(),
  po_type: z.enum(PO_TYPES).optional(),
  status: z.enum(['open', 'received', 'cancelled']).optional(),
  vendor_id: Id.optional(),
  warehouse_id: Id.optional(),
  from: QueryNumber.optional(),
  to: QueryNumber.optional(),
});
export const PurchaseOrderListRow = PurchaseOrderRow.extend({
  vendor_name: ShortText,
  warehouse_code: ShortText.nullable(),
  lines: Quantity,
  units: Total,
  units_received: Total,
  total_cents: Cents.optional(),
}).meta({ id: 'PurchaseOrderListRow' });
export type PurchaseOrderListRow = z.infer<typeof PurchaseOrderListRow>;
export const PurchaseOrderPage = pageOf(PurchaseOrderListRow).meta({ id: 'PurchaseOrderPage' });

export const ReceivingSessionListRow = z
  .object({
    receiving_session_id: Id,
    document_kind: DocumentKind,
    document_id: Id,
    number: ShortText.nullable(),
    state: z.enum(['draft', 'saved', 'discarded']),
    opened_at: Instant,
    saved_at: Instant.nullable(),
    warehouse_code: ShortText.nullable(),
    station: Named,
    operator: Named.nullable(),
    units: Total,
    serials: Total,
  })
  .meta({ id: 'CentralReceivingSessionListRow' });
export type ReceivingSessionListRow = z.infer<typeof ReceivingSessionListRow>;

export const PurchaseOrderDetail = z
  .object({
    purchase_order: PurchaseOrderListRow,
    lines: z.array(
      PoLineRow.partial(seen.price).extend({
        ...product,
        units: Quantity,
        expected: Quantity,
        expected_open: Quantity,
      }),
    ),
    sessions: z.array(ReceivingSessionListRow),
  })
  .meta({ id: 'PurchaseOrderDetail' });
export type PurchaseOrderDetail = z.infer<typeof PurchaseOrderDetail>;

/** `text`: number, customer, tote; `serial`: orders that a unit with this serial was packed on. Newest first. */
export const OrderQuery = PageQuery.extend({
  text: ShortText.optional(),
  serial: SerialRaw.optional(),
  sku: ShortText.optional(),
  status: z.enum(ORDER_STATUSES).optional(),
  warehouse_id: Id.optional(),
  from: QueryNumber.optional(),
  to: QueryNumber.optional(),
});
export const OrderListRow = OrderRow.partial({ ...seen.address, ...seen.total })
  .extend({
    warehouse_code: ShortText.nullable(),
    lines: Quantity,
    units: Total,
    units_packed: Total,
    units_shipped: Total,
  })
  .meta({ id: 'CentralOrderListRow' });
export type OrderListRow = z.infer<typeof OrderListRow>;
export const OrderPage = pageOf(OrderListRow).meta({ id: 'OrderPage' });

export const OrderDetail = z
  .object({
    order: OrderListRow,
    lines: z.array(OrderLineRow.partial(seen.price).extend(product)),
    packages: z.array(PackageRow.extend({ station_name: ShortText.nullable() })),
    shipments: z.array(ShipmentRow.partial(seen.cost).extend({ station_name: ShortText.nullable() })),
    units: z.array(LineUnit.extend({ package_id: Id })),
    rmas: z.array(RmaRow),
  })
  .meta({ id: 'OrderDetail' });
export type OrderDetail = z.infer<typeof OrderDetail>;

export const RmaQuery = PageQuery.extend({
  text: ShortText.optional(),
  status: z.enum(['open', 'received', 'cancelled']).optional(),
});
export const RmaListRow = RmaRow.extend({
  order_number: ShortText.nullable(),
  customer_name: ShortText.nullable(),
  units: Total,
  units_received: Total,
}).meta({ id: 'RmaListRow' });
export type RmaListRow = z.infer<typeof RmaListRow>;
export const RmaPage = pageOf(RmaListRow).meta({ id: 'RmaPage' });
export const RmaDetail = z
  .object({
    rma: RmaListRow,
    lines: z.array(RmaLineRow.extend(product)),
    sessions: z.array(ReceivingSessionListRow),
  })
  .meta({ id: 'RmaDetail' });
export type RmaDetail = z.infer<typeof RmaDetail>;

/** A return from a customer, referring to an order; products by SKU. */
export const RmaInput = z
  .object({
    number: ShortText.min(1),
    order_number: ShortText.min(1),
    reason: Note.nullable(),
    lines: z
      .array(z.object({ sku: ShortText.min(1), quantity: Quantity.min(1) }))
      .min(1)
      .max(500),
  })
  .meta({ id: 'RmaFields' });
export type RmaInput = z.infer<typeof RmaInput>;

export const SessionQuery = PageQuery.extend({
  text: ShortText.optional(),
  document_id: Id.optional(),
  state: z.enum(['draft', 'saved', 'discarded']).optional(),
  from: QueryNumber.optional(),
  to: QueryNumber.optional(),
});
export const ReceivingSessionPage = pageOf(ReceivingSessionListRow).meta({ id: 'ReceivingSessionPage' });
export const ReceivingSessionDetail = z
  .object({
    session: ReceivingSessionListRow,
    lines: z.array(z.object({ line_id: Id, ...product, quantity: Total, serials: Total })),
    /** At most 2,000; all of them by the units list or the arrivals export. */
    units: z.array(LineUnit.extend({ ...product, lot: ShortText.nullable(), expiry: ShortText.nullable() })),
    units_total: Quantity,
  })
  .meta({ id: 'ReceivingSessionDetail' });
export type ReceivingSessionDetail = z.infer<typeof ReceivingSessionDetail>;
