import { z } from 'zod';
import { Cents, Grams, Id, Instant, Note, Quantity, SerialRaw, ShortText } from '../model/scalars.ts';
import { Override } from './receiving-events.ts';

export const PackageOpened = z.object({ package_id: Id, order_id: Id, warehouse_id: Id, number: Quantity });

/** One serialised unit, or a quantity of a product without serials, went into a box. */
export const UnitPacked = z.object({
  package_unit_id: Id,
  package_id: Id,
  order_id: Id,
  order_line_id: Id,
  product_id: Id,
  quantity: Quantity,
  /** Null for a product without serials. A serial nobody knows (kept by an override) gets a new unit id: a provisional unit. */
  unit_id: Id.nullable(),
  serial_raw: SerialRaw.nullable(),
  override: Override.nullable(),
  warnings: z.array(ShortText),
});

export const UnitUnpacked = z.object({
  package_unit_id: Id,
  package_id: Id,
  order_id: Id,
  order_line_id: Id,
  unit_id: Id.nullable(),
  quantity: Quantity,
  reason: z.enum(['undo', 'deleted', 'discarded']),
});

export const PackageWeighed = z.object({
  package_id: Id,
  weight_g: Grams,
  weight_source: z.enum(['scale', 'typed', 'summed']),
  /** The reading as the scale sent it. */
  reading_raw: ShortText.nullable(),
  approved_by: Id.nullable(),
});

export const PackageClosed = z.object({ package_id: Id, order_id: Id, units: Quantity });

export const PackageDiscarded = z.object({ package_id: Id, order_id: Id, reason: Note });

/** The boxes left: carrier, service and a tracking number for each. Closes the order when all its units have left. */
export const OrderShipped = z.object({
  shipment_id: Id,
  order_id: Id,
  carrier: ShortText,
  service: ShortText.nullable(),
  cost_cents: Cents.nullable(),
  currency: z.string().length(3).nullable(),
  packages: z.array(z.object({ package_id: Id, tracking_number: ShortText.nullable() })).min(1),
  shipped_at: Instant,
});

export const OrderConfirmed = z.object({ order_id: Id });
