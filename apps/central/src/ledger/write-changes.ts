import { type AnyRow, columnsOf, type Entity, splitKey } from '@serialbridge/core/model';
import type { RowChange } from '@serialbridge/core/ledger';
import { allDone, type BulkWriter } from '../storage/store/store.ts';
import { CASE_UNIT_TABLE, ENTITY_TABLES } from '../storage/store/tables.ts';

/** The row with exactly its entity's columns, in their order. So the feed has the same bytes, whatever made the row. */
export function wholeRow(entity: Entity, row: AnyRow): AnyRow {
  return Object.fromEntries(columnsOf(entity).map(({ name }) => [name, row[name] ?? null]));
}

/** Writes rows as they are from now on, in one or two statements for each entity. `changes` has each key once at most. */
export async function writeChanges(tenant_id: string, bulk: BulkWriter, changes: readonly RowChange[]): Promise<void> {
  const puts = new Map<Entity, AnyRow[]>();
  const gone = new Map<Entity, string[][]>();
  for (const { entity, key, row } of changes) {
    if (row === null) gone.set(entity, [...(gone.get(entity) ?? []), splitKey(entity, key)]);
    else if (!puts.get(entity)?.push(row)) puts.set(entity, [row]);
  }
  const links = (puts.get('case') ?? []).flatMap(({ case_id, unit_ids }) =>
    [...new Set(unit_ids as string[])].map((unit_id) => ({ unit_id, case_id })),
  );
  await allDone([
    ...[...gone].map(([entity, keys]) => bulk.deleteKeys(tenant_id, ENTITY_TABLES[entity], keys)),
    ...[...puts].map(([entity, rows]) => bulk.upsert(tenant_id, ENTITY_TABLES[entity], rows)),
    bulk.upsert(tenant_id, CASE_UNIT_TABLE, links),
  ]);
}
