import { z } from 'zod';
import type { UnitTransition } from '../units/transitions.ts';
import { Id, Note, SerialRaw } from '../model/scalars.ts';
import { Condition } from '../model/unit-state.ts';
import {
  ANYWHERE,
  type EventDeclaration,
  type EventDeclarations,
  type NameRule,
  type PlaceField,
} from './declare-event.ts';

type Named<B> = { readonly [F in Extract<keyof B, PlaceField>]: NameRule };

/** A fact about one unit, which a station or central may record. */
function ofUnit<B extends z.ZodRawShape, const R extends Who, const T extends readonly UnitTransition[]>(
  who: R,
  fields: B,
  names: Named<B> & { readonly unit_id: Extract<NameRule, 'own-unit' | 'any-unit'> },
  ...transitions: T
) {
  return {
    v: 1,
    body: z.object({ unit_id: Id, ...fields }),
    sources: ANYWHERE,
    approvals: {},
    names,
    transitions,
    ...who,
  };
}
type Who = Pick<EventDeclaration, 'right' | 'physical'>;

/** Somebody moved it. */
const MOVED = { right: 'units.move', physical: true } as const;
/** Somebody decided something about it: a write-off, a correction, what an inspection came to. */
const DECIDED = { right: 'corrections', physical: false } as const;
const TIED = { right: 'pack', physical: false } as const;
const UNIT = { unit_id: 'own-unit' } as const;
/** It comes from somewhere. */
const HERE = { unit_id: 'any-unit', warehouse_id: 'own-warehouse', bin_id: 'own-bin' } as const;

/** What happens to a unit outside of receiving and packing. */
export const UNIT_EVENTS = {
  'unit-moved': ofUnit(MOVED, { bin_id: Id.nullable() }, { ...UNIT, bin_id: 'own-bin' }, 'moved'),
  /** Corrects a serial read wrongly; the former one still finds the unit. */
  'unit-serial-corrected': ofUnit(DECIDED, { serial_raw: SerialRaw, reason: Note }, UNIT, 'serial-corrected'),
  'unit-product-corrected': ofUnit(DECIDED, { product_id: Id, reason: Note }, UNIT, 'product-corrected'),
  /** A returned or repaired unit was looked at. */
  'unit-inspected': ofUnit(
    DECIDED,
    {
      to: z.enum(['in_stock', 'repair', 'scrapped', 'sent_to_vendor']),
      condition: Condition,
      note: Note.nullable(),
    },
    UNIT,
    'inspected-in-stock',
    'inspected-repair',
    'inspected-scrapped',
    'inspected-sent-to-vendor',
  ),
  'unit-scrapped': ofUnit(DECIDED, { reason: Note }, UNIT, 'scrapped'),
  'unit-missing': ofUnit(DECIDED, { reason: Note }, UNIT, 'lost'),
  'unit-found': ofUnit(MOVED, { warehouse_id: Id, bin_id: Id.nullable() }, HERE, 'found'),
  'unit-allocated': ofUnit(TIED, { order_id: Id }, { ...UNIT, order_id: 'own-order' }, 'allocated'),
  'unit-deallocated': ofUnit(TIED, { order_id: Id }, { ...UNIT, order_id: 'own-order' }, 'deallocated'),
  'unit-transfer-sent': ofUnit(
    MOVED,
    { to_warehouse_id: Id },
    { ...UNIT, to_warehouse_id: 'any-warehouse' },
    'transfer-sent',
  ),
  'unit-transfer-received': ofUnit(MOVED, { warehouse_id: Id, bin_id: Id.nullable() }, HERE, 'transfer-received'),
  'unit-kitted': ofUnit(MOVED, { kit_unit_id: Id }, UNIT, 'kitted'),
  'unit-unkitted': ofUnit(MOVED, {}, UNIT, 'unkitted'),
} as const satisfies EventDeclarations;
