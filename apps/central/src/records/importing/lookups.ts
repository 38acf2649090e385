import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AnyRow, Entity, Row } from '@serialbridge/core/model';
import { ENTITY_TABLES, type ReadTx } from '../../storage/index.ts';

/** SQLite answers in this thread: so many at once that others wait a few milliseconds. */
const AT_ONCE = 2000;

/** Rows of an entity whose `column` is one of `values`, a few thousand a query. */
export async function rowsBy<E extends Entity>(
  tx: ReadTx,
  tenant_id: string,
  entity: E,
  column: keyof Row<E> & string,
  values: Iterable<string>,
): Promise<Row<E>[]> {
  const wanted = [...new Set(values)];
  if (wanted.length === 0) return [];
  const rows: AnyRow[] = [];
  for (let at = 0; at < wanted.length; at += AT_ONCE) {
    rows.push(...(await tx.bulk.readWhere(tenant_id, ENTITY_TABLES[entity], column, wanted.slice(at, at + AT_ONCE))));
    await nextTurn();
  }
  // readWhere decodes the rows by the entity's own columns.
  return rows as unknown as Row<E>[];
}

/** By one column's value; where it is not unique the first one stands. */
export function indexBy<R, K extends keyof R>(rows: readonly R[], column: K): Map<R[K], R> {
  const index = new Map<R[K], R>();
  for (const row of rows) if (!index.has(row[column])) index.set(row[column], row);
  return index;
}
