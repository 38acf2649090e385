import { readCents, readCode, readWhole } from './cells.ts';
import { needed, optional, type Columns, type Row } from './columns.ts';
import type { ImportContext } from './importer.ts';

/** The columns of a line that every document has. */
export const lineColumns = (quantity: string, unit_price: string) => ({
  line_number: optional((cell) => readWhole(cell, 1), 'Number of the line', {
    example: '1',
    when_empty: 'the product’s line, or the next',
  }),
  sku: needed(readCode, 'SKU of the product', { example: 'CAM-4K-01' }),
  quantity: needed((cell) => readWhole(cell, 1, 1_000_000), 'Units ordered', { example: quantity }),
  unit_price: optional(readCents, 'Price of a unit', { example: unit_price, when_empty: '0' }),
});

/** A document in the file: the rows that bear its number, in their order. */
export interface Group<C extends Columns> {
  readonly number: string;
  readonly rows: readonly Row<C>[];
}

export function groupRows<C extends Columns & { readonly number: Columns[string] }>(
  rows: readonly Row<C>[],
): Group<C>[] {
  // A row whose number could not be read is named already, and nobody knows whose line it is.
  const numbered = rows.filter((row) => row.values.number !== null);
  const groups = Map.groupBy(numbered, (row) => String(row.values.number));
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
class LineMatcher<L extends Line> {
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
    { faults }: Pick<ImportContext, 'faults'>,
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

interface LineRow {
  readonly sku: string | null;
  readonly line_number: number | null;
  readonly quantity: number | null;
}

/** How many units of a line have moved already, and the word for it. */
interface Moved<L extends Line> {
  readonly how: 'packed' | 'received';
  readonly count: (line: L) => number;
}

interface MatchedLine<L extends Line> {
  readonly product_id: string;
  readonly line_number: number;
  readonly quantity: number;
  readonly before: L | undefined;
}

/**
 * The product and the line that each row of a document means. A row that means none is refused and named among the faults. When units of a line
 * have moved, the line keeps its product, and its quantity cannot become less than what has moved.
 */
export function matchLines<V extends LineRow, L extends Line>(
  rows: readonly { readonly row: number; readonly values: V }[],
  present: {
    readonly lines: readonly L[];
    readonly products: ReadonlyMap<string, { readonly product_id: string }>;
    readonly moved: Moved<L>;
  },
  { faults }: Pick<ImportContext, 'faults'>,
): (MatchedLine<L> & { readonly values: V })[] {
  const { lines, products, moved } = present;
  const matcher = new LineMatcher(
    lines,
    rows.map(({ values }) => values),
  );
  return rows.flatMap(({ row, values }) => {
    const product = products.get(values.sku ?? '');
    if (!product) {
      faults.add('csv.reference', row, 'sku', `there is no product ${values.sku ?? ''}.`);
      return [];
    }
    const { product_id } = product;
    const taken = matcher.take(row, values.line_number, product_id, { faults });
    if (!taken) return [];
    const { line_number, present: before } = taken;
    const quantity = values.quantity ?? 0;
    const gone = before ? moved.count(before) : 0;
    if (before && before.product_id !== product_id && gone > 0)
      faults.add('csv.value', row, 'sku', `line ${line_number} is another product of which units were ${moved.how}.`);
    if (before && quantity < gone) faults.add('csv.value', row, 'quantity', `${gone} were ${moved.how} already.`);
    return [{ product_id, line_number, quantity, before, values }];
  });
}
