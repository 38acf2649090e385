import { z } from 'zod';
import { Grams, Id, Instant, Quantity, ShortText } from '@serialbridge/core/model';
import { Finding, LastScan } from './feedback.ts';
import { ProductCard } from './receiving-state.ts';

export const OrderListRow = z.object({
  order_id: Id,
  number: ShortText,
  channel: ShortText.nullable(),
  customer_name: ShortText,
  country: ShortText,
  ordered_at: Instant,
  ship_by: Instant.nullable(),
  lines: Quantity,
  units: Quantity,
  units_packed: Quantity,
  requested_service: ShortText.nullable(),
  tote_code: ShortText.nullable(),
  confirmed: z.boolean(),
  picked: z.boolean(),
  paid: z.boolean(),
  status: z.enum(['open', 'packed', 'shipped', 'cancelled']),
  /** Packing of it has begun at this station. */
  started_here: z.boolean(),
  disputed: z.boolean(),
});
export type OrderListRow = z.infer<typeof OrderListRow>;

export const PackingLine = z.object({
  order_line_id: Id,
  line_number: Quantity,
  product: ProductCard,
  quantity: Quantity,
  quantity_packed: Quantity,
  /** Serials packed in this order's live boxes, in scan order. */
  serials: z.array(z.object({ package_unit_id: Id, package_number: Quantity, unit_id: Id, serial_raw: z.string() })),
});
export type PackingLine = z.infer<typeof PackingLine>;

export const PackingBox = z.object({
  package_id: Id,
  number: Quantity,
  state: z.enum(['open', 'closed', 'shipped']),
  units: Quantity,
  weight_g: Grams.nullable(),
  weight_source: z.enum(['scale', 'typed', 'summed']).nullable(),
  /** Sum of the products' weights, when all are known. */
  expected_weight_g: Grams.nullable(),
  tracking_number: ShortText.nullable(),
});
export type PackingBox = z.infer<typeof PackingBox>;

export const RateQuote = z.object({
  carrier: ShortText,
  service: ShortText,
  price_cents: z.number().int(),
  currency: ShortText,
  transit_days: Quantity,
});
export type RateQuote = z.infer<typeof RateQuote>;

/** Topic `packing`. Scan and Ship: check products and serials → weigh → ship; `done` shows what left and waits for the next order. */
export const PackingState = z.object({
  phase: z.enum(['list', 'check', 'weigh', 'ship', 'done']),
  order: z
    .object({
      order_id: Id,
      number: ShortText,
      customer_name: ShortText,
      address: z.array(ShortText),
      requested_service: ShortText.nullable(),
      ship_by: Instant.nullable(),
      /** Null: whoever is signed in may not see it. */
      total_cents: z.number().int().nullable(),
      currency: ShortText,
      confirmed: z.boolean(),
      disputed: z.boolean(),
    })
    .nullable(),
  lines: z.array(PackingLine),
  /** The line whose product was scanned and whose serial is asked for. */
  current_line_id: Id.nullable(),
  packages: z.array(PackingBox),
  current_package_id: Id.nullable(),
  /** What keeps the wizard from going on now; empty: it can. */
  blockers: z.array(Finding),
  rates: z.array(RateQuote),
  last_scans: z.array(LastScan).max(50),
  can_undo: z.boolean(),
});
export type PackingState = z.infer<typeof PackingState>;
