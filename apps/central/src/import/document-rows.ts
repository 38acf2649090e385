import type { Columns, Row } from './columns.ts';
import type { ImportContext } from './importer.ts';

/** A document in the file: the rows that bear its number, in their order. */
export interface Group<C extends Columns> {
  readonly number: string;
  readonly rows: readonly Row<C>[];
}

export function groupRows<C extends Columns & { readonly number: Columns[string] }>(
  rows: readonly Row<C>[],
): Group<C>[] {
  const groups = Map.groupBy(rows, (row) => String(row.values.number));
  return [...groups].map(([number, own]) => ({ number, rows: own }));
}

/** The columns of the document itself, taken from the rows that fill them; two rows that fill one differently contradict each other. */
export function headOf<C extends Columns, K extends keyof C & string>(
  { number, rows }: Group<C>,
  columns: readonly K[],
  { faults }: ImportContext,
): Pick<Row<C>['values'], K> {
  const head: Partial<Record<K, unknown>> = {};
  const said = new Map<K, number>();
  for (const { row, values } of rows) {
    for (const column of columns) {
      const value = values[column];
      if (value === null) continue;
      const earlier = said.get(column);
      if (earlier === undefined) {
        said.set(column, row);
        head[column] = value;
      } else if (head[column] !== value)
        faults.add(
          'csv.double',
          row,
          column,
          `${String(value)} contradicts row ${earlier} of the same document ${number}.`,
        );
    }
  }
  for (const column of columns) head[column] ??= null;
  // Each value was taken from a row's value of that column.
  return head as Pick<Row<C>['values'], K>;
}

interface Line {
  readonly line_number: number;
  readonly product_id: string;
}

/**
 * Which line of the document each row means: by `line_number` where it is given; else the next line of that product that no row took
 * yet; else a new one behind the last.
 */
export class LineMatcher<L extends Line> {
  readonly #lines: readonly L[];
  readonly #taken = new Map<number, number>();
  #last: number;
  constructor(lines: readonly L[], rows: readonly { line_number: number | null }[]) {
    this.#lines = lines.toSorted((a, b) => a.line_number - b.line_number);
    this.#last = Math.max(0, ...lines.map((line) => line.line_number), ...rows.map((row) => row.line_number ?? 0));
  }

  take(
    row: number,
    line_number: number | null,
    product_id: string,
    { faults }: ImportContext,
  ): { line_number: number; present: L | undefined } | null {
    const found =
      line_number === null
        ? this.#lines.find((line) => line.product_id === product_id && !this.#taken.has(line.line_number))
        : this.#lines.find((line) => line.line_number === line_number);
    if (line_number === null && found === undefined) this.#last += 1;
    const number = line_number ?? found?.line_number ?? this.#last;
    const earlier = this.#taken.get(number);
    if (earlier !== undefined) {
      faults.add('csv.double', row, 'line_number', `line ${number} is in row ${earlier} already.`);
      return null;
    }
    this.#taken.set(number, row);
    return { line_number: number, present: found };
  }
}
