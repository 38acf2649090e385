import type { ReadHandle } from '../read-handle.ts';
import { bindable, keepStatements, type Sqlite } from '../sqlite.ts';
import { decodeCopy } from '../tables/entity-columns.ts';
import type { Entity, Row } from '@serialbridge/core/model';

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
    decode: <E extends Entity>(entity: E, row: Parameters<ReadHandle['decodeAny']>[1]) =>
      decodeCopy(entity, row) as Row<E>,
    decodeAny: decodeCopy,
  };
}
