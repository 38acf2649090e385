import { z } from 'zod';
import { Cents, Grams, Id, Instant, Note, Quantity, SerialRaw, ShortText } from '../model/scalars.ts';
import { AT_THE_TABLE, type EventDeclarations } from './declare-event.ts';
import { Override } from './receiving.ts';

/** What lies in a box lies there, whoever packed it. A supervisor signs a decision of the scanner's as a whole, with all its events. */
const AT_WORK = { sources: AT_THE_TABLE, right: 'pack', physical: true } as const;
const SIGNED = { envelope: { right: 'releases' } } as const;

/** Boxes, what goes into them, and how they leave. */
export const PACKING_EVENTS = {
  'package-opened': {
    v: 1,
    body: z.object({ package_id: Id, order_id: Id, warehouse_id: Id, number: Quantity }),
    ...AT_WORK,
    approvals: SIGNED,
    names: { warehouse_id: 'own-warehouse', order_id: 'own-order', package_id: 'own-package' },
    transitions: [],
  },
  /** One serialised unit, or a quantity of a product without serials, went into a box. */
  'unit-packed': {
    v: 1,
    body: z.object({
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
    }),
    ...AT_WORK,
    approvals: { ...SIGNED, override: { right: 'releases', asked: 'packing.manual_serial_needs_supervisor' } },
    names: { order_id: 'own-order', package_id: 'own-package', package_unit_id: 'own-entry', unit_id: 'matched-unit' },
    transitions: ['packed'],
  },
  'unit-unpacked': {
    v: 1,
    body: z.object({
      package_unit_id: Id,
      package_id: Id,
      order_id: Id,
      order_line_id: Id,
      unit_id: Id.nullable(),
      quantity: Quantity,
      reason: z.enum(['undo', 'deleted', 'discarded']),
    }),
    ...AT_WORK,
    approvals: SIGNED,
    names: { order_id: 'own-order', package_id: 'own-package', package_unit_id: 'own-entry', unit_id: 'any-unit' },
    transitions: ['unpacked'],
  },
  'package-weighed': {
    v: 1,
    body: z.object({
      package_id: Id,
      weight_g: Grams,
      weight_source: z.enum(['scale', 'typed', 'summed']),
      /** The reading as the scale sent it. */
      reading_raw: ShortText.nullable(),
      approved_by: Id.nullable(),
    }),
    ...AT_WORK,
    approvals: { ...SIGNED, approved_by: { right: 'releases' } },
    names: { package_id: 'own-package' },
    transitions: [],
  },
  'package-closed': {
    v: 1,
    body: z.object({ package_id: Id, order_id: Id, units: Quantity }),
    ...AT_WORK,
    approvals: SIGNED,
    names: { order_id: 'own-order', package_id: 'own-package' },
    transitions: [],
  },
  'package-discarded': {
    v: 1,
    body: z.object({ package_id: Id, order_id: Id, reason: Note }),
    ...AT_WORK,
    approvals: SIGNED,
    names: { order_id: 'own-order', package_id: 'own-package' },
    transitions: ['unpacked'],
  },
  /** The boxes left: carrier, service and a tracking number for each. Closes the order when all its units have left. */
  'order-shipped': {
    v: 1,
    body: z.object({
      shipment_id: Id,
      order_id: Id,
      carrier: ShortText,
      service: ShortText.nullable(),
      cost_cents: Cents.nullable(),
      currency: z.string().length(3).nullable(),
      packages: z.array(z.object({ package_id: Id, tracking_number: ShortText.nullable() })).min(1),
      shipped_at: Instant,
    }),
    ...AT_WORK,
    approvals: SIGNED,
    names: { order_id: 'own-order', packages: 'own-package' },
    transitions: ['shipped'],
  },
  'order-confirmed': {
    v: 1,
    body: z.object({ order_id: Id }),
    sources: ['packing-station', 'central'],
    right: 'pack',
    physical: false,
    approvals: SIGNED,
    names: { order_id: 'own-order' },
    transitions: [],
  },
} as const satisfies EventDeclarations;
