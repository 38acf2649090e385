import type { SqlRow, SqlValue } from '../sqlite.ts';
import { type ReadHandle, anywhere, number, text } from '../views/read-handle.ts';

type Params = Readonly<Record<string, SqlValue>>;

/** What a list is narrowed by. Only what was asked for becomes a condition, so that each list keeps its index. */
export class Filters {
  readonly conditions: string[] = [];
  readonly params: Record<string, SqlValue> = {};

  add(condition: string, params: Params): void {
    this.conditions.push(condition);
    Object.assign(this.params, params);
  }
  /** `find` calls back with what was typed, if anything was. */
  typed(typed: string, find: (words: string) => void): void {
    const words = typed.trim();
    if (words !== '') find(words);
  }
  contains(column: string, typed: string): void {
    this.typed(typed, (words) => {
      this.add(String.raw`${column} LIKE :${column} ESCAPE '\'`, { [column]: anywhere(words) });
    });
  }
  equals(column: string, value: string | null): void {
    if (value !== null) this.add(`${column} = :${column}`, { [column]: value });
  }
  between(column: string, from: number | null, to: number | null): void {
    if (from !== null) this.add(`${column} >= :from`, { from });
    if (to !== null) this.add(`${column} <= :to`, { to });
  }
}

interface Page {
  readonly limit: number;
  readonly offset: number;
}

/** One page of what a query answers, how many rows the filters let through, and how many there are: counted when asked for. */
export function readPage(
  read: ReadHandle,
  base: { readonly sql: string; readonly params: Params; readonly order: string },
  { conditions, params }: Filters,
  { limit, offset }: Page,
): { readonly rows: readonly SqlRow[]; readonly matching: number; readonly total: () => number } {
  const count = (sql: string, given: Params): number =>
    number(read.get(`SELECT COUNT(*) AS n FROM (${sql})`, given)?.['n']);
  const given = { ...base.params, ...params };
  const filtered = `SELECT * FROM (${base.sql})${conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`}`;
  let whole: number | null = null;
  const total = (): number => (whole ??= count(base.sql, base.params));
  return {
    rows: read.all(`${filtered} ORDER BY ${base.order} LIMIT :limit OFFSET :offset`, { ...given, limit, offset }),
    matching: conditions.length === 0 ? total() : count(filtered, given),
    total,
  };
}

/** The values of a column, for a list to choose from. */
export function distinct(read: ReadHandle, view: string, column: string): string[] {
  return read
    .all(`SELECT DISTINCT ${column} AS v FROM ${view} WHERE ${column} IS NOT NULL ORDER BY 1`)
    .map((row) => text(row['v']));
}
