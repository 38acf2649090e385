import type { AnyRow, Entity, Row } from '@serialbridge/core/model';

/** What SQLite binds: booleans are 0 or 1, JSON columns are text. */
export type SqlValue = string | number | bigint | null | Uint8Array;
export type SqlParams = Readonly<Record<string, SqlValue>> | readonly SqlValue[];
export type SqlRow = Readonly<Record<string, SqlValue>>;

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
