import { ENTITY_NAMES, columnsOf } from '@serialbridge/core/model';

const namesOf = (type: 'boolean' | 'json'): readonly string[] => [
  ...new Set(
    ENTITY_NAMES.flatMap((entity) =>
      columnsOf(entity).flatMap((column) => (column.type === type ? [column.name] : [])),
    ),
  ),
];
const BOOLEANS = namesOf('boolean');
const JSONS = namesOf('json');

/**
 * SQLite has neither booleans nor JSON; a column name means the same in every table, so that rows of any query are decoded by name.
 * Changes the rows in place.
 */
export function decodeColumns(rows: Record<string, unknown>[]): void {
  const first = rows[0];
  if (first === undefined) return;
  const booleans = BOOLEANS.filter((name) => name in first);
  const jsons = JSONS.filter((name) => name in first);
  if (booleans.length === 0 && jsons.length === 0) return;
  for (const row of rows) {
    for (const name of booleans) {
      const value = row[name];
      if (typeof value === 'number') row[name] = value !== 0;
    }
    for (const name of jsons) {
      const value = row[name];
      if (typeof value === 'string') row[name] = JSON.parse(value) as unknown;
    }
  }
}

/** What better-sqlite3 can bind: booleans as 0 and 1, objects as JSON text. */
export function encodeParameter(value: unknown): unknown {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value === undefined) return null;
  if (typeof value === 'object' && value !== null && !(value instanceof Uint8Array)) return JSON.stringify(value);
  return value;
}
