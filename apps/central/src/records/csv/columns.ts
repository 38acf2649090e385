import type { ImportColumn } from '@serialbridge/protocol/central';
import type { Cell, LocaleReader } from './cells.ts';
import type { Locale } from './locale.ts';

/** A column: what reads its cells, what the template and the console's help say of it. */
export interface Column<T> {
  readonly required: boolean;
  readonly meaning: string;
  readonly example: string;
  readonly when_empty: string;
  readonly choices: readonly string[] | null;
  /** What its cells say by the way in which a file is written. */
  readonly reads: 'text' | 'date' | 'number';
  readonly read: (cell: string, locale: Locale) => Cell<T>;
}
export type Columns = Readonly<Record<string, Column<unknown>>>;

/** What a row says; null where the cell is empty or the column is not in the file. */
export type Values<C extends Columns> = { readonly [K in keyof C]: C[K] extends Column<infer T> ? T | null : never };

/** One record of the file, by the row a spreadsheet shows it in (the header is row 1). */
export interface Row<C extends Columns> {
  readonly row: number;
  readonly values: Values<C>;
}

type Reader<T> = ((cell: string) => Cell<T>) | LocaleReader<T>;

function readerOf<T>(reader: Reader<T>): Pick<Column<T>, 'reads' | 'read'> {
  if (typeof reader === 'function') return { reads: 'text', read: (cell) => reader(cell) };
  return { reads: reader.reads, read: reader.by };
}

type Rest = { readonly example?: string; readonly when_empty?: string; readonly choices?: readonly string[] };

export function needed<T>(reader: Reader<T>, meaning: string, { example = '', choices }: Rest = {}): Column<T> {
  return { required: true, meaning, example, when_empty: 'refused', choices: choices ?? null, ...readerOf(reader) };
}

/** An empty cell leaves an existing record as it is. */
export function optional<T>(
  reader: Reader<T>,
  meaning: string,
  { example = '', when_empty = 'nothing', choices }: Rest = {},
): Column<T> {
  return { required: false, meaning, example, when_empty, choices: choices ?? null, ...readerOf(reader) };
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
