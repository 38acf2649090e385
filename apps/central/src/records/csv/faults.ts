import type { Fault } from '@serialbridge/protocol';
import { fault } from '../../refusal.ts';

/** So many are named; a file with more is wrong as a whole, and the answer says how many there are. */
const MOST_NAMED = 5000;

/** Collects what is wrong with a file, in the order of its rows. */
export class Faults {
  readonly #named: Fault[];
  #count: number;

  /** Goes on from what was found before, which stays as it is. */
  constructor(before?: Faults) {
    this.#named = [...(before?.all() ?? [])];
    this.#count = before?.count ?? 0;
  }

  get count(): number {
    return this.#count;
  }

  add(
    code: 'csv.value' | 'csv.reference' | 'csv.double' | 'csv.row',
    row: number,
    column: string | null,
    message: string,
  ): void {
    this.#count += 1;
    if (this.#named.length >= MOST_NAMED) return;
    const where = column === null ? `row ${row}` : `row ${row}, column ${column}`;
    this.#named.push(
      fault(code, `Row ${row}${column === null ? '' : `, ${column}`}: ${message}`, where, { row, column }),
    );
  }

  /** Sorted by row; references are looked up after all cells are read. */
  all(): Fault[] {
    return this.#named.toSorted((a, b) => Number(a.params['row'] ?? 0) - Number(b.params['row'] ?? 0));
  }
}
