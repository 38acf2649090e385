import { sql, type Expression, type SelectQueryBuilder, type SqlBool } from 'kysely';
import { z } from 'zod';
import { Id } from '@serialbridge/core/model';
import { Refusal, fault } from '../refusal.ts';
import type { Database, ReadDb } from '../storage/index.ts';
import { isStorable } from './storable.ts';

/** In what order a list is read: by a column and by the id that breaks ties, or by the id alone (`by` null). */
export interface PageOrder<R> {
  readonly by: (keyof R & string) | null;
  readonly id: keyof R & string;
  readonly descending?: boolean;
}

/** Where a page ended: what the rows are sorted by, and the id that breaks ties. */
interface Cursor {
  readonly by: string | number;
  readonly id: string;
}

const CursorText = z.tuple([z.union([z.string().max(600).refine(isStorable), z.number().int()]), Id]);

const cursorText = ({ by, id }: Cursor): string => Buffer.from(JSON.stringify([by, id])).toString('base64url');

/** @throws Refusal for what no page gave: PostgreSQL would not compare a number with a text */
function cursorFrom(after: string, by_instant: boolean): Cursor {
  try {
    const [by, id] = CursorText.parse(JSON.parse(Buffer.from(after, 'base64url').toString('utf8')));
    if (typeof by !== (by_instant ? 'number' : 'string')) throw new TypeError('a cursor of another list');
    return { by, id };
  } catch {
    throw new Refusal('request.invalid', {
      errors: [fault('request.invalid', 'This is not the `next` of a page.', 'query.after')],
    });
  }
}

/** Counted up to here; beyond, "more than". */
export const MOST_COUNTED = 10_000;

type Table = keyof Database;
/** A list as its filters leave it, from one table; nothing is selected yet. */
export type Filtered<T extends Table> = SelectQueryBuilder<Database, T, object>;

/** The next rows of a list after a cursor, `limit` of them. */
function rowsAfter<T extends Table>(
  list: Filtered<T>,
  table: T,
  { by, id, descending = false }: PageOrder<Database[T]>,
  after: Cursor | null,
  limit: number,
): Promise<Database[T][]> {
  const direction = descending ? 'desc' : 'asc';
  const sign = sql.raw(descending ? '<' : '>');
  const [idRef, byRef] = [sql.ref(`${table}.${id}`), by === null ? null : sql.ref(`${table}.${by}`)];
  let page = list.selectAll(table as never).limit(limit);
  if (byRef !== null) page = page.orderBy(byRef, direction);
  page = page.orderBy(idRef, direction);
  if (after !== null)
    page = page.where(
      byRef === null
        ? sql<SqlBool>`${idRef} ${sign} ${after.id}`
        : sql<SqlBool>`(${byRef}, ${idRef}) ${sign} (${after.by}, ${after.id})`,
    );
  // All columns of the one table were selected.
  return page.execute() as unknown as Promise<Database[T][]>;
}

function cursorAt<R>(row: R, { by, id }: PageOrder<R>): Cursor {
  return { by: by === null ? '' : (row[by] as string | number), id: String(row[id]) };
}

/**
 * One page of a list, and how many rows match. Read by key and never by offset, so that the millionth row is found as fast as the first;
 * a row more than asked for tells whether another page follows.
 * @throws Refusal for an `after` that no page gave
 */
export async function readPage<T extends Table, V>(
  db: ReadDb,
  table: T,
  list: Filtered<T>,
  order: PageOrder<Database[T]>,
  { limit, after }: { readonly limit: number; readonly after?: string | undefined },
  show: (rows: readonly Database[T][]) => V[] | Promise<V[]>,
): Promise<{ rows: V[]; next: string | null; matching: { count: number; exact: boolean } }> {
  const by_instant = /(?:^|_)at$/u.test(order.by ?? '');
  const at = after === undefined ? null : cursorFrom(after, by_instant);
  const found = await rowsAfter(list, table, order, at, limit + 1);
  const some = list.select(sql<number>`1`.as('one')).limit(MOST_COUNTED + 1);
  const { found_count } = await db
    .selectFrom(some.as('some'))
    .select((eb) => eb.fn.countAll<number>().as('found_count'))
    .executeTakeFirstOrThrow();
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return {
    rows: await show(rows),
    next: found.length > limit && last !== undefined ? cursorText(cursorAt(last, order)) : null,
    matching: { count: Math.min(found_count, MOST_COUNTED), exact: found_count <= MOST_COUNTED },
  };
}

/** All rows of a list, some at a time: for exports, which other work must not wait for. */
export async function* eachPage<T extends Table>(
  table: T,
  list: Filtered<T>,
  order: PageOrder<Database[T]>,
  limit: number,
): AsyncGenerator<Database[T][]> {
  for (let after: Cursor | null = null; ;) {
    const rows: Database[T][] = await rowsAfter(list, table, order, after, limit);
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (rows.length < limit || last === undefined) return;
    after = cursorAt(last, order);
  }
}

/** The least text that sorts after every text with this beginning, by code points, as both databases sort these columns. */
export function afterPrefix(prefix: string): string {
  return `${prefix}\u{10FFFF}`;
}

/** The column contains the text, whatever the case; the user's own % and _ mean themselves. */
export function contains(column: string, text: string): Expression<SqlBool> {
  const pattern = `%${text.toLowerCase().replaceAll(/[\\%_]/gu, (sign) => `\\${sign}`)}%`;
  return sql<SqlBool>`lower(${sql.ref(column)}) like ${pattern} escape '\\'`;
}
