import { z } from 'zod';
import type { UnitTransition } from '../units/transitions.ts';
import { Id, Note, SerialRaw } from '../model/scalars.ts';
import { Condition } from '../model/unit-state.ts';
import { ANYWHERE, type EventDeclarations } from './declare-event.ts';

/** A fact about one unit, which a station or central may record. */
function ofUnit<B extends z.ZodRawShape, const T extends readonly UnitTransition[]>(fields: B, ...transitions: T) {
  return { v: 1, body: z.object({ unit_id: Id, ...fields }), sources: ANYWHERE, transitions };
}

/** What happens to a unit outside of receiving and packing. */
export const UNIT_EVENTS = {
  'unit-moved': ofUnit({ bin_id: Id.nullable() }, 'moved'),
  /** Corrects a serial read wrongly; the former one still finds the unit. */
  'unit-serial-corrected': ofUnit({ serial_raw: SerialRaw, reason: Note }, 'serial-corrected'),
  'unit-product-corrected': ofUnit({ product_id: Id, reason: Note }, 'product-corrected'),
  /** A returned or repaired unit was looked at. */
  'unit-inspected': ofUnit(
    {
      to: z.enum(['in_stock', 'repair', 'scrapped', 'sent_to_vendor']),
      condition: Condition,
      note: Note.nullable(),
    },
    'inspected-in-stock',
    'inspected-repair',
    'inspected-scrapped',
    'inspected-sent-to-vendor',
  ),
  'unit-scrapped': ofUnit({ reason: Note }, 'scrapped'),
  'unit-missing': ofUnit({ reason: Note }, 'lost'),
  'unit-found': ofUnit({ warehouse_id: Id, bin_id: Id.nullable() }, 'found'),
  'unit-allocated': ofUnit({ order_id: Id }, 'allocated'),
  'unit-deallocated': ofUnit({ order_id: Id }, 'deallocated'),
  'unit-transfer-sent': ofUnit({ to_warehouse_id: Id }, 'transfer-sent'),
  'unit-transfer-received': ofUnit({ warehouse_id: Id, bin_id: Id.nullable() }, 'transfer-received'),
  'unit-kitted': ofUnit({ kit_unit_id: Id }, 'kitted'),
  'unit-unkitted': ofUnit({}, 'unkitted'),
} as const satisfies EventDeclarations;
