import type { RowChange } from '@serialbridge/core/ledger';
import { ENTITY_NAMES, splitKey, type Entity } from '@serialbridge/core/model';
import type { ChangedRow } from '../cache/apply-runs.ts';
import type { Sqlite, SqlRow, Statement } from '../sqlite.ts';
import { codecOf, quote } from '../tables/entity-columns.ts';

export interface OverlayWriter {
  /** Writes what the event at `position` did. Runs inside the caller's transaction. */
  write(changes: readonly RowChange[], position: number): void;
  /** Drops the rows whose last event is at one of these positions. Returns the dropped rows. */
  drop(positions: readonly number[]): readonly ChangedRow[];
  /** Drops all; answers which they were. */
  clear(): readonly ChangedRow[];
  has(entity: Entity, key: string): boolean;
  isEmpty(): boolean;
}

interface EntityStatements {
  readonly put: Statement;
  readonly bury: Statement;
  readonly drop: Statement;
  readonly clear: Statement;
  readonly has: Statement;
  readonly any: Statement;
}

function prepareEntity(db: Sqlite, entity: Entity): EntityStatements {
  const { columns, key } = codecOf(entity);
  const table = `main.${quote(entity)}`;
  const names = [...columns.map(({ name }) => name), 'overlay_deleted', 'overlay_position'];
  const keyList = key.map(quote).join(', ');
  const put = `INSERT INTO ${table} (${names.map(quote).join(', ')}) VALUES (${names.map(() => '?').join(', ')})
    ON CONFLICT (${keyList}) DO UPDATE SET ${names
      .filter((name) => !key.includes(name))
      .map((name) => `${quote(name)} = excluded.${quote(name)}`)
      .join(', ')}`;
  const bury = `INSERT INTO ${table} (${keyList}, overlay_deleted, overlay_position) VALUES (${key.map(() => '?').join(', ')}, 1, ?)
    ON CONFLICT (${keyList}) DO UPDATE SET overlay_deleted = 1, overlay_position = excluded.overlay_position`;
  return {
    put: db.prepare(put),
    bury: db.prepare(bury),
    drop: db.prepare(
      `DELETE FROM ${table} WHERE overlay_position IN (SELECT value FROM json_each(?)) RETURNING ${keyList}`,
    ),
    clear: db.prepare(`DELETE FROM ${table} RETURNING ${keyList}`),
    has: db.prepare(`SELECT 1 AS found FROM ${table} WHERE ${key.map((name) => `${quote(name)} = ?`).join(' AND ')}`),
    any: db.prepare(`SELECT 1 AS found FROM ${table} LIMIT 1`),
  };
}

function goneRows(entity: Entity, rows: readonly SqlRow[]): readonly ChangedRow[] {
  const { key } = codecOf(entity);
  return rows.map((row) => ({ entity, key: key.map((name) => String(row[name])).join('|') }));
}

/** The overlay: effects of own events that the cache does not show yet, one row per thing that differs. */
export function overlayWriter(db: Sqlite): OverlayWriter {
  const kept = new Map<Entity, EntityStatements>();
  const of = (entity: Entity): EntityStatements => {
    const known = kept.get(entity) ?? prepareEntity(db, entity);
    kept.set(entity, known);
    return known;
  };
  return {
    write: (changes, position) => {
      for (const { entity, key, row } of changes) {
        if (row === null) of(entity).bury.run([...splitKey(entity, key), position]);
        else of(entity).put.run([...codecOf(entity).encode(row), 0, position]);
      }
    },
    drop: (positions) => {
      const list = JSON.stringify(positions);
      return positions.length === 0
        ? []
        : ENTITY_NAMES.flatMap((entity) => goneRows(entity, of(entity).drop.all(list)));
    },
    clear: () => ENTITY_NAMES.flatMap((entity) => goneRows(entity, of(entity).clear.all())),
    has: (entity, key) => of(entity).has.get(splitKey(entity, key)) !== undefined,
    isEmpty: () => ENTITY_NAMES.every((entity) => of(entity).any.get() === undefined),
  };
}
