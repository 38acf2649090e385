import type { ImportKind } from '@serialbridge/protocol/central';
import type { RecordReader } from '../command.ts';
import type { Columns, Row } from './columns.ts';
import type { Faults } from './faults.ts';
import type { ImportPlan } from './plan.ts';

export interface ImportContext {
  readonly tx: RecordReader;
  readonly now: number;
  readonly faults: Faults;
  readonly plan: ImportPlan;
  /** Lets other work run; throws if the import was cancelled. */
  readonly breathe: () => Promise<void>;
}

/** One kind of import: its columns, and what its rows come to. */
export interface Importer<C extends Columns> {
  readonly kind: ImportKind;
  readonly title: string;
  readonly meaning: string;
  /** What makes a row mean a record that is there already. */
  readonly matched_by: string;
  readonly columns: C;
  /** Fills the plan; what does not fit goes to the faults. */
  planRows(rows: readonly Row<C>[], context: ImportContext): Promise<void>;
}

/** Calls back for every item and takes a breath every thousand. */
export async function eachRow<T>(
  items: readonly T[],
  { breathe }: ImportContext,
  work: (item: T) => void,
): Promise<void> {
  for (const [at, item] of items.entries()) {
    work(item);
    if (at % 1000 === 999) await breathe();
  }
}

/** By one column's value; where it is not unique the first one stands. */
export function indexBy<R, K extends keyof R>(rows: readonly R[], column: K): Map<R[K], R> {
  const index = new Map<R[K], R>();
  for (const row of rows) if (!index.has(row[column])) index.set(row[column], row);
  return index;
}
