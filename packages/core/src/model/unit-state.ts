import { z } from 'zod';

/** Where a unit stands in its life. The table state × event is in units/life.ts. */
export const UNIT_STATES = [
  'expected',
  'in_stock',
  'allocated',
  'packed',
  'shipped',
  'returned',
  'repair',
  'scrapped',
  'sent_to_vendor',
  'in_transit',
  'in_kit',
  'missing',
] as const;

export const UnitState = z.enum(UNIT_STATES);
export type UnitState = z.infer<typeof UnitState>;

/** Condition stands beside the state; damaged or returned is never "available". */
export const CONDITIONS = ['new', 'opened', 'damaged'] as const;
export const Condition = z.enum(CONDITIONS);
export type Condition = z.infer<typeof Condition>;
