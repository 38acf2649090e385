import type { Named } from '@serialbridge/protocol/central';
import type { ReadTx } from '../storage/index.ts';

type Db = ReadTx['db'];

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
    readonly [kind in keyof typeof LOOKUPS]?: readonly (string | null | undefined)[];
  }): Promise<this> {
    for (const kind of KINDS) {
      const ids = [...new Set((wanted[kind] ?? []).filter((id) => typeof id === 'string'))];
      const known = this.#maps.get(kind) ?? new Map<string, string>();
      const missing = ids.filter((id) => !known.has(id));
      if (missing.length === 0) continue;
      const found = await LOOKUPS[kind](this.#db, this.#tenant_id, missing);
      this.#maps.set(kind, new Map([...known, ...found.map(({ id, name }) => [id, name] as const)]));
    }
    return this;
  }

  get(kind: keyof typeof LOOKUPS, id: string | null | undefined): string | null {
    return id === null || id === undefined ? null : (this.#maps.get(kind)?.get(id) ?? null);
  }

  named(kind: keyof typeof LOOKUPS, id: string): Named {
    return { id, name: this.get(kind, id) };
  }

  namedOrNull(kind: keyof typeof LOOKUPS, id: string | null): Named | null {
    return id === null ? null : this.named(kind, id);
  }
}

type Found = Promise<{ id: string; name: string }[]>;
const LOOKUPS = {
  sku: (db: Db, tenant: string, ids: string[]): Found =>
    db
      .selectFrom('product')
      .select(['product_id as id', 'sku as name'])
      .where('tenant_id', '=', tenant)
      .where('product_id', 'in', ids)
      .execute(),
  product: (db: Db, tenant: string, ids: string[]): Found =>
    db
      .selectFrom('product')
      .select(['product_id as id', 'name'])
      .where('tenant_id', '=', tenant)
      .where('product_id', 'in', ids)
      .execute(),
  warehouse: (db: Db, tenant: string, ids: string[]): Found =>
    db
      .selectFrom('warehouse')
      .select(['warehouse_id as id', 'code as name'])
      .where('tenant_id', '=', tenant)
      .where('warehouse_id', 'in', ids)
      .execute(),
  bin: (db: Db, tenant: string, ids: string[]): Found =>
    db
      .selectFrom('bin')
      .select(['bin_id as id', 'code as name'])
      .where('tenant_id', '=', tenant)
      .where('bin_id', 'in', ids)
      .execute(),
  vendor: (db: Db, tenant: string, ids: string[]): Found =>
    db
      .selectFrom('vendor')
      .select(['vendor_id as id', 'name'])
      .where('tenant_id', '=', tenant)
      .where('vendor_id', 'in', ids)
      .execute(),
  /** Central itself is a producer of events too, under an id of its own. */
  station: async (db: Db, tenant: string, ids: string[]): Found => {
    const stations = await db
      .selectFrom('station')
      .select(['station_id as id', 'name'])
      .where('tenant_id', '=', tenant)
      .where('station_id', 'in', ids)
      .execute();
    const own = await db
      .selectFrom('tenant_head')
      .select('central_id')
      .where('tenant_id', '=', tenant)
      .where('central_id', 'in', ids)
      .execute();
    return [...stations, ...own.map(({ central_id }) => ({ id: central_id, name: 'Central' }))];
  },
  operator: (db: Db, tenant: string, ids: string[]): Found =>
    db
      .selectFrom('operator')
      .select(['operator_id as id', 'name'])
      .where('tenant_id', '=', tenant)
      .where('operator_id', 'in', ids)
      .execute(),
  purchase_order: (db: Db, tenant: string, ids: string[]): Found =>
    db
      .selectFrom('purchase_order')
      .select(['purchase_order_id as id', 'number as name'])
      .where('tenant_id', '=', tenant)
      .where('purchase_order_id', 'in', ids)
      .execute(),
  order: (db: Db, tenant: string, ids: string[]): Found =>
    db
      .selectFrom('order')
      .select(['order_id as id', 'number as name'])
      .where('tenant_id', '=', tenant)
      .where('order_id', 'in', ids)
      .execute(),
  rma: (db: Db, tenant: string, ids: string[]): Found =>
    db
      .selectFrom('rma')
      .select(['rma_id as id', 'number as name'])
      .where('tenant_id', '=', tenant)
      .where('rma_id', 'in', ids)
      .execute(),
} as const;
const KINDS = [
  'sku',
  'product',
  'warehouse',
  'bin',
  'vendor',
  'station',
  'operator',
  'purchase_order',
  'order',
  'rma',
] as const;
