import { sql } from 'kysely';
import type { Named } from '@serialbridge/protocol/central';
import type { ReadTx } from '../storage/index.ts';

type Db = ReadTx['db'];

/** What a record is called: its table, the column of its id and the column of its name. */
const NAMED = {
  sku: ['product', 'product_id', 'sku'],
  product: ['product', 'product_id', 'name'],
  warehouse: ['warehouse', 'warehouse_id', 'code'],
  bin: ['bin', 'bin_id', 'code'],
  vendor: ['vendor', 'vendor_id', 'name'],
  station: ['station', 'station_id', 'name'],
  operator: ['operator', 'operator_id', 'name'],
  purchase_order: ['purchase_order', 'purchase_order_id', 'number'],
  order: ['order', 'order_id', 'number'],
  rma: ['rma', 'rma_id', 'number'],
} as const;
type Kind = keyof typeof NAMED;
const KINDS = Object.keys(NAMED) as Kind[];

/** Names of records of one tenant by id, each looked up once a page. */
export class Names {
  readonly #maps = new Map<string, ReadonlyMap<string, string>>();
  readonly #db: Db;
  readonly #tenant_id: string;
  constructor(db: Db, tenant_id: string) {
    this.#db = db;
    this.#tenant_id = tenant_id;
  }

  async load(wanted: {
    readonly [kind in Kind]?: readonly (string | null | undefined)[];
  }): Promise<this> {
    for (const kind of KINDS) {
      const ids = [...new Set((wanted[kind] ?? []).filter((id) => typeof id === 'string'))];
      const known = this.#maps.get(kind) ?? new Map<string, string>();
      const missing = ids.filter((id) => !known.has(id));
      if (missing.length === 0) continue;
      const found = await this.#read(kind, missing);
      this.#maps.set(kind, new Map([...known, ...found.map(({ id, name }) => [id, name] as const)]));
    }
    return this;
  }

  async #read(kind: Kind, ids: readonly string[]): Promise<{ id: string; name: string }[]> {
    const [table, id, name] = NAMED[kind];
    const wanted = sql<{
      id: string;
      name: string;
    }>`select ${sql.ref(id)} as id, ${sql.ref(name)} as name from ${sql.table(table)} where tenant_id = ${this.#tenant_id} and ${sql.ref(id)} in (${sql.join(ids)})`;
    // A plain read; Kysely's read-only type knows none of its own making.
    const { rows } = await wanted.execute(this.#db as never);
    if (kind !== 'station') return rows;
    // Central itself is a producer of events too, under an id of its own.
    const own = await this.#db
      .selectFrom('tenant_head')
      .select('central_id')
      .where('tenant_id', '=', this.#tenant_id)
      .where('central_id', 'in', ids)
      .execute();
    return [...rows, ...own.map(({ central_id }) => ({ id: central_id, name: 'Central' }))];
  }

  get(kind: Kind, id: string | null | undefined): string | null {
    return id === null || id === undefined ? null : (this.#maps.get(kind)?.get(id) ?? null);
  }

  named(kind: Kind, id: string): Named {
    return { id, name: this.get(kind, id) };
  }

  namedOrNull(kind: Kind, id: string | null): Named | null {
    return id === null ? null : this.named(kind, id);
  }
}
