import type { AnyRow } from '@serialbridge/core/model';
import type { TableSpec } from './tables.ts';

/** The rows sorted by the text of their key: the same order on every engine, and no reason for a planner to avoid an index. */
export function sortByKey(spec: TableSpec, rows: readonly AnyRow[]): AnyRow[] {
  const keyed = rows.map((row) => ({ row, key: spec.key.map((name) => String(row[name])).join('|') }));
  return keyed.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ row }) => row);
}
