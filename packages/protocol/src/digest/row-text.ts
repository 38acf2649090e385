import type { AnyRow } from '@serialbridge/core/model';

/** The same value with the names of every object in one order: `jsonb` keeps them by length, SQLite as they came. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const fields = value as AnyRow;
  return Object.fromEntries(
    Object.keys(fields)
      .toSorted()
      .map((name) => [name, sorted(fields[name])]),
  );
}

/**
 * A row as one line of text that is the same bytes wherever the row is kept: its values in the order of `columns`, as JSON. A column that
 * one side does not have is null there.
 */
export function rowText(columns: readonly string[], row: AnyRow): string {
  return JSON.stringify(
    columns.map((name) => {
      const value = row[name];
      return typeof value === 'object' ? sorted(value) : (value ?? null);
    }),
  );
}
