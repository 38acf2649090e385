import type { Fault } from '@serialbridge/protocol';
import { fault } from '../../refusal.ts';

/** So many are named; a file with more is wrong as a whole, and the answer says how many there are. */
const MOST_NAMED = 5000;

/** Collects what is wrong with a file, in the order of its rows. */
export class Faults {
  readonly #named: Fault[];
  readonly #cells: Set<string>;
  #count: number;

  /** Goes on from what was found before, which stays as it is. */
  constructor(before?: Faults) {
    this.#named = [...(before?.all() ?? [])];
    this.#cells = new Set(before === undefined ? [] : before.#cells);
    this.#count = before?.count ?? 0;
  }

  get count(): number {
    return this.#count;
  }

  add(
    code: 'csv.value' | 'csv.reference' | 'csv.double' | 'csv.row' | `code.${string}`,
    row: number,
    column: string | null,
    message: string,
    params: Fault['params'] = {},
  ): void {
    // A cell that could not be read is empty to whoever looks at its row afterwards: it is blamed once.
    const cell = column === null ? null : `${row} ${column}`;
    if (cell !== null && this.#cells.has(cell)) return;
    if (cell !== null) this.#cells.add(cell);
    this.#count += 1;
    if (this.#named.length >= MOST_NAMED) return;
    const where = column === null ? `row ${row}` : `row ${row}, column ${column}`;
    this.#named.push(
      fault(code, `Row ${row}${column === null ? '' : `, ${column}`}: ${message}`, where, { ...params, row, column }),
    );
  }

  /** Of the file as a whole: a column that it cannot be read without, or that nobody knows. */
  addColumn(column: string, message: string): void {
    this.#count += 1;
    this.#named.push(fault('csv.columns', message, column, { column }));
  }

  /** Sorted by row; references are looked up after all cells are read. */
  all(): Fault[] {
    return this.#named.toSorted((a, b) => Number(a.params['row'] ?? 0) - Number(b.params['row'] ?? 0));
  }
}
