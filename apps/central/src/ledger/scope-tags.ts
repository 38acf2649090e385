import { ENTITY_NAMES, keyOf, scopeRuleOf, splitKey, type AnyRow, type Entity } from '@serialbridge/core/model';
import type { RowChange } from '@serialbridge/core/ledger';
import type { TenantHeadTable } from '../storage/store/database.ts';
import type { BulkReader, WriteTx } from '../storage/store/store.ts';
import { ENTITY_TABLES } from '../storage/store/tables.ts';

/** Entities whose rows belong to a row of another entity. */
const childrenOf = (entity: Entity): readonly { readonly child: Entity; readonly by: string }[] =>
  ENTITY_NAMES.flatMap((child) => {
    const rule = scopeRuleOf(child);
    return typeof rule === 'object' && rule.of === entity ? [{ child, by: rule.by }] : [];
  });
/** Entities that others belong to, each after the one that it belongs to itself. */
const PARENTS: readonly Entity[] = ENTITY_NAMES.filter((entity) => childrenOf(entity).length > 0).toSorted(
  (a, b) => Number(typeof scopeRuleOf(a) === 'object') - Number(typeof scopeRuleOf(b) === 'object'),
);

/** The warehouse that each row belongs to by the tables as they are now; null: the row is everybody's. */
export async function tagsOf(
  bulk: BulkReader,
  tenant_id: string,
  entity: Entity,
  rows: readonly AnyRow[],
): Promise<readonly (string | null)[]> {
  const rule = scopeRuleOf(entity);
  if (rule === 'everybody') return rows.map(() => null);
  if (rule === 'own') return rows.map((row) => (row['warehouse_id'] ?? null) as string | null);
  const ids = [...new Set(rows.map((row) => row[rule.by]).filter((id) => typeof id === 'string'))];
  const parents = await bulk.readKeys(
    tenant_id,
    ENTITY_TABLES[rule.of],
    ids.map((id) => [id]),
  );
  const tags = await tagsOf(bulk, tenant_id, rule.of, parents);
  const byKey = new Map(parents.map((row, index) => [keyOf(rule.of, row), tags[index] ?? null]));
  return rows.map((row) => byKey.get(String(row[rule.by])) ?? null);
}

export interface TaggedChange {
  readonly change: RowChange;
  readonly warehouse_id: string | null;
}

const nameOf = (entity: Entity, key: string): string => `${entity} ${key}`;

/**
 * Says which warehouse each row of one version belongs to. When a row comes into a warehouse's scope or leaves it, the rows that belong to it
 * join the version unchanged, so that a station of that warehouse gets or loses them with it. Does nothing in a tenant without such stations.
 */
export class ScopeTags {
  readonly #tx: WriteTx;
  readonly #tenant_id: string;
  readonly #used: boolean;
  readonly #before: Map<string, string | null> = new Map();

  constructor(tx: WriteTx, { tenant_id, scoped_since }: TenantHeadTable) {
    this.#tx = tx;
    this.#tenant_id = tenant_id;
    this.#used = scoped_since !== null;
  }

  /** There are stations of one warehouse: what is written must be there before it is read again for its tags. */
  get isUsed(): boolean {
    return this.#used;
  }

  /** Remembers the warehouse of each row that others belong to. Call it before the rows are written. */
  async note(changes: readonly RowChange[]): Promise<void> {
    if (!this.#used) return;
    for (const entity of PARENTS) {
      const keys = changes.flatMap((change) =>
        change.entity === entity && !this.#before.has(nameOf(entity, change.key)) ? [change.key] : [],
      );
      if (keys.length === 0) continue;
      const split = keys.map((key) => splitKey(entity, key));
      const rows = await this.#tx.bulk.readKeys(this.#tenant_id, ENTITY_TABLES[entity], split);
      const tags = await tagsOf(this.#tx.bulk, this.#tenant_id, entity, rows);
      for (const key of keys) this.#before.set(nameOf(entity, key), null);
      for (const [index, row] of rows.entries())
        this.#before.set(nameOf(entity, keyOf(entity, row)), tags[index] ?? null);
    }
  }

  /** The changes with the warehouse they belong to now, and the rows that come along. Call it after the rows were written. */
  async tagged(changes: readonly RowChange[]): Promise<readonly TaggedChange[]> {
    if (!this.#used) return changes.map((change) => ({ change, warehouse_id: null }));
    const all = [...changes];
    const named = new Set(changes.map(({ entity, key }) => nameOf(entity, key)));
    // These rows came along because the row that they belong to moved. So they moved too.
    const along = new Set<string>();
    for (const entity of PARENTS) {
      const moved = await this.#moved(entity, all, along);
      if (moved.length === 0) continue;
      for (const { child, by } of childrenOf(entity)) {
        const rows = await this.#tx.bulk.readWhere(this.#tenant_id, ENTITY_TABLES[child], by, moved);
        for (const row of rows) {
          const key = keyOf(child, row);
          along.add(nameOf(child, key));
          if (named.has(nameOf(child, key))) continue;
          named.add(nameOf(child, key));
          all.push({ entity: child, key, row });
        }
      }
    }
    return this.#withTags(all);
  }

  /** Keys of the entity's changed rows whose warehouse is another one than before. */
  async #moved(entity: Entity, all: readonly RowChange[], along: ReadonlySet<string>): Promise<string[]> {
    const mine = all.filter((change) => change.entity === entity);
    const rows = mine.flatMap(({ row }) => (row === null ? [] : [row]));
    const tags = await tagsOf(this.#tx.bulk, this.#tenant_id, entity, rows);
    const now = new Map(rows.map((row, index) => [keyOf(entity, row), tags[index] ?? null]));
    return mine.flatMap(({ key }) => {
      const name = nameOf(entity, key);
      return along.has(name) || (this.#before.get(name) ?? null) !== (now.get(key) ?? null) ? [key] : [];
    });
  }

  async #withTags(all: readonly RowChange[]): Promise<TaggedChange[]> {
    const found = new Map<RowChange, string | null>();
    for (const entity of new Set(all.map((change) => change.entity))) {
      const puts = all.filter((change) => change.entity === entity && change.row !== null);
      const rows = puts.flatMap(({ row }) => (row === null ? [] : [row]));
      const tags = await tagsOf(this.#tx.bulk, this.#tenant_id, entity, rows);
      for (const [index, change] of puts.entries()) found.set(change, tags[index] ?? null);
    }
    return all.map((change) => ({ change, warehouse_id: found.get(change) ?? null }));
  }
}
