import type { AnyRow, Entity, Row } from '@serialbridge/core/model';
import { bindable, keepStatements, type Sqlite, type SqlParams, type SqlRow, type SqlValue } from '../sqlite.ts';
import { decodeCopy } from '../tables/entity-columns.ts';

/**
 * Reads over what the station knows now. Every entity stands as the view `live_<entity>`: the overlay of own unconfirmed events over the
 * cache, with the columns of `columnsOf(entity)` under their own names (`live_order`, `live_case` need no quotes). Conditions on indexed
 * columns reach the indexes of both tables. Only statements that read are taken; each text is prepared once.
 */
export interface ReadHandle {
  all(sql: string, params?: SqlParams): readonly SqlRow[];
  get(sql: string, params?: SqlParams): SqlRow | undefined;
  /** Turns a raw row that has all columns of the entity (`SELECT * FROM live_x`) into the entity's row: booleans and JSON decoded. */
  decode<E extends Entity>(entity: E, row: SqlRow): Row<E>;
  /** As `decode`, for an entity known only at run time. */
  decodeAny(entity: Entity, row: SqlRow): AnyRow;
}

/** A ReadHandle on the station's connection. A statement that writes is refused when it is prepared. */
export function sqliteReadHandle(db: Sqlite): ReadHandle {
  const prepare = keepStatements(db);
  const reading = (sql: string): ReturnType<typeof prepare> => {
    const statement = prepare(sql);
    if (!statement.readonly || !statement.reader) throw new TypeError(`not a statement that reads: ${sql}`);
    return statement;
  };
  return {
    all: (sql, params) => reading(sql).all(...bindable(params)),
    get: (sql, params) => reading(sql).get(...bindable(params)),
    decode: <E extends Entity>(entity: E, row: SqlRow) => decodeCopy(entity, row) as Row<E>,
    decodeAny: decodeCopy,
  };
}

/** Raw columns as plain values; the rows were checked when they came in. */
export const text = (value: SqlValue | undefined): string => (typeof value === 'string' ? value : String(value ?? ''));
export const textOrNull = (value: SqlValue | undefined): string | null =>
  value === null || value === undefined ? null : text(value);
export const number = (value: SqlValue | undefined): number => Number(value ?? 0);
export const numberOrNull = (value: SqlValue | undefined): number | null =>
  value === null || value === undefined ? null : Number(value);
export const flag = (value: SqlValue | undefined): boolean => number(value) !== 0;

/** A list of texts as one parameter: `column IN (SELECT value FROM json_each(?))`. */
export const listParam = (values: Iterable<string>): string => JSON.stringify([...values]);

/** For LIKE … ESCAPE '\': the text itself, anywhere. */
export const anywhere = (words: string): string => `%${words.replaceAll(/[\\%_]/gu, String.raw`\$&`)}%`;
