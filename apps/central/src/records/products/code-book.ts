import { v7 as uuidv7 } from 'uuid';
import type { Row } from '@serialbridge/core/model';
import type { RecordReader } from '../command.ts';
import { waysToWrite } from './product-codes.ts';
import type { ImportContext } from '../csv/importer.ts';

type Code = Row<'product_code'>;

/** Which code means which product: what is there, and what this import adds. A vendor's SKU may mean several products. */
export class CodeBook {
  readonly #owners = new Map<string, { product_id: string; row: number | null }>();
  readonly #present = new Map<string, Code>();
  readonly #given = new Set<string>();

  static async open(tx: RecordReader, codes: readonly string[]): Promise<CodeBook> {
    const book = new CodeBook();
    for (const code of await tx.find('product_code', 'code', codes)) {
      book.#present.set(`${code.kind} ${code.product_id} ${code.code}`, code);
      if (code.kind === 'vendor-sku') continue;
      for (const way of waysToWrite(code.kind, code.code))
        if (!book.#owners.has(way)) book.#owners.set(way, { product_id: code.product_id, row: null });
    }
    return book;
  }

  give(
    { product_id, sku, kind, code }: { product_id: string; sku: string; kind: Code['kind']; code: string },
    row: number,
    column: string,
    { faults, plan }: ImportContext,
  ): void {
    if (kind !== 'vendor-sku') {
      const ways = waysToWrite(kind, code);
      const owner = ways.map((way) => this.#owners.get(way)).find((found) => found !== undefined);
      if (owner && owner.product_id !== product_id) {
        const where = owner.row === null ? 'another product’s already' : `given to another product in row ${owner.row}`;
        faults.add('csv.double', row, column, `the code ${code} of ${sku} is ${where}.`);
        return;
      }
      for (const way of ways) this.#owners.set(way, { product_id, row });
    }
    const key = `${kind} ${product_id} ${code}`;
    if (this.#given.has(key)) return;
    const keys = waysToWrite(kind, code).map((way) => `${kind} ${product_id} ${way}`);
    for (const one of keys) this.#given.add(one);
    const present =
      this.#present.get(key) ?? keys.map((one) => this.#present.get(one)).find((one) => one !== undefined);
    plan.put('product_code', present ?? { product_code_id: uuidv7(), product_id, kind, code }, present);
  }
}
