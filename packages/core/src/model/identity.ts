import { ENTITIES, type AnyRow, type Entity } from './entities.ts';

/** Something that at most one record of a tenant may have: these values in these columns. */
export interface Identity {
  readonly columns: readonly string[];
  readonly values: readonly unknown[];
}

/** What no other record of the entity may have alike with this row. A badge that nobody has is nobody's; vendors may share a SKU. */
export function identitiesOf(entity: Entity, row: AnyRow): readonly Identity[] {
  const declared = ENTITIES[entity];
  if (!('unique' in declared) || (entity === 'product_code' && row['kind'] === 'vendor-sku')) return [];
  const sets: readonly (readonly string[])[] = declared.unique;
  return sets
    .map((columns) => ({ columns, values: columns.map((column) => row[column] ?? null) }))
    .filter(({ values }) => !values.includes(null));
}

/** The name under which rows with this identity are found. */
export function identityName({ columns, values }: Identity): `identity:${string}` {
  return `identity:${JSON.stringify([columns, values])}`;
}
