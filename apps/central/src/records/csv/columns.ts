import type { ImportColumn } from '@serialbridge/protocol/central';
import type { Cell } from './cells.ts';

/** A column: what reads its cells, what the template and the console's help say of it. */
export interface Column<T> {
  readonly required: boolean;
  readonly meaning: string;
  readonly example: string;
  readonly when_empty: string;
  readonly choices: readonly string[] | null;
  readonly read: (cell: string) => Cell<T>;
}
export type Columns = Readonly<Record<string, Column<unknown>>>;

/** What a row says; null where the cell is empty or the column is not in the file. */
export type Values<C extends Columns> = { readonly [K in keyof C]: C[K] extends Column<infer T> ? T | null : never };

/** One record of the file, by the row a spreadsheet shows it in (the header is row 1). */
export interface Row<C extends Columns> {
  readonly row: number;
  readonly values: Values<C>;
}

type Rest = { readonly example?: string; readonly when_empty?: string; readonly choices?: readonly string[] };

export function needed<T>(
  read: (cell: string) => Cell<T>,
  meaning: string,
  { example = '', choices }: Rest = {},
): Column<T> {
  return { required: true, meaning, example, when_empty: 'refused', choices: choices ?? null, read };
}

/** An empty cell leaves an existing record as it is. */
export function optional<T>(
  read: (cell: string) => Cell<T>,
  meaning: string,
  { example = '', when_empty = 'nothing', choices }: Rest = {},
): Column<T> {
  return { required: false, meaning, example, when_empty, choices: choices ?? null, read };
}

export function describeColumns(columns: Columns): ImportColumn[] {
  return Object.entries(columns).map(([name, { required, meaning, example, when_empty, choices }]) => ({
    name,
    required,
    meaning,
    example,
    when_empty,
    choices: choices === null ? null : [...choices],
  }));
}
