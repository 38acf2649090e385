import { sql, type Expression, type SqlBool } from 'kysely';
import { z } from 'zod';
import { Refusal, fault } from '../refusal.ts';

/** Where a page ended: what the rows are sorted by, and the id that breaks ties. */
export interface Place {
  readonly by: string | number;
  readonly id: string;
}

const Cursor = z.tuple([z.union([z.string().max(600), z.number()]), z.uuid()]);

function cursorOf({ by, id }: Place): string {
  return Buffer.from(JSON.stringify([by, id])).toString('base64url');
}

/** @throws Refusal for a text that no page gave. */
export function placeOf(after: string | undefined): Place | null {
  if (after === undefined) return null;
  try {
    const [by, id] = Cursor.parse(JSON.parse(Buffer.from(after, 'base64url').toString('utf8')));
    return { by, id };
  } catch {
    throw new Refusal('request.invalid', {
      errors: [fault('request.invalid', 'This is not the `next` of a page.', 'query.after')],
    });
  }
}

/** Counted up to here; beyond, "more than". */
export const MOST_COUNTED = 10_000;

/** A page from one row more than asked for. */
export function pageFrom<R, V>(
  rows: readonly R[],
  limit: number,
  place: (row: R) => Place,
  show: (rows: readonly R[]) => V[],
  count: number,
): { rows: V[]; next: string | null; matching: { count: number; exact: boolean } } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    rows: show(page),
    next: rows.length > limit && last !== undefined ? cursorOf(place(last)) : null,
    matching: { count: Math.min(count, MOST_COUNTED), exact: count <= MOST_COUNTED },
  };
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
