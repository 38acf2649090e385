import { z } from 'zod';
import { Id, Note, SerialRaw } from '../model/scalars.ts';
import { Condition } from '../model/unit-state.ts';

export const UnitMoved = z.object({ unit_id: Id, bin_id: Id.nullable() });

/** Corrects a serial read wrongly; the former one still finds the unit. */
export const UnitSerialCorrected = z.object({ unit_id: Id, serial_raw: SerialRaw, reason: Note });

export const UnitProductCorrected = z.object({ unit_id: Id, product_id: Id, reason: Note });

/** A returned or repaired unit was looked at. */
export const UnitInspected = z.object({
  unit_id: Id,
  to: z.enum(['in_stock', 'repair', 'scrapped', 'sent_to_vendor']),
  condition: Condition,
  note: Note.nullable(),
});

export const UnitScrapped = z.object({ unit_id: Id, reason: Note });
export const UnitMissing = z.object({ unit_id: Id, reason: Note });
export const UnitFound = z.object({ unit_id: Id, warehouse_id: Id, bin_id: Id.nullable() });
export const UnitAllocated = z.object({ unit_id: Id, order_id: Id });
export const UnitDeallocated = z.object({ unit_id: Id, order_id: Id });
export const UnitTransferSent = z.object({ unit_id: Id, to_warehouse_id: Id });
export const UnitTransferReceived = z.object({ unit_id: Id, warehouse_id: Id, bin_id: Id.nullable() });
export const UnitKitted = z.object({ unit_id: Id, kit_unit_id: Id });
export const UnitUnkitted = z.object({ unit_id: Id });
