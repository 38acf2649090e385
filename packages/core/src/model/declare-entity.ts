import type { z } from 'zod';
import type { Right } from '../rights/rights.ts';

/** What is said of an entity beside its row. Columns that the row does not have do not compile. */
interface EntityFacts<C extends string> {
  /** The columns that name a row. Only the last may hold `|` (keyOf). */
  readonly key: readonly C[];
  /** What no two of its records may have alike, each a list of columns (model/identity.ts). */
  readonly unique?: readonly (readonly C[])[];
  /**
   * Whose cache holds a row. `everybody`: every station's. `own`: stations of the warehouse in the row's `warehouse_id`; without one,
   * everybody's. `of`: as the row that `by` names (no such row: everybody's). A row hangs on at most two others, and never in a circle.
   */
  readonly scope: 'everybody' | 'own' | { readonly of: string; readonly by: C };
  /**
   * For what central makes itself and no station can send again: with what right a person decides whether a record comes back that a
   * restored central lacks and a station's cache still has. Receipts, units, stock, boxes and shipments go without: they follow from events that stations keep.
   */
  readonly lost?: Right;
  /** Columns by which LedgerView lists all rows of one value, and by what a station sorts them before the key. */
  readonly lists?: { readonly [K in C]?: readonly C[] };
  /**
   * What a station's lists and scans look up beside that: an index each, in cache.db and in the overlay. Each costs time at the first
   * pull and room on the disk, so a table of units has only what a scan needs.
   */
  readonly indexes?: readonly (readonly C[])[];
}

/** One replicated table: its row, and everything that follows from it. */
export function declareEntity<S extends z.ZodRawShape, const F extends EntityFacts<keyof S & string>>(
  row: z.ZodObject<S>,
  facts: F,
): { readonly row: z.ZodObject<S> } & F {
  return { row, ...facts };
}
