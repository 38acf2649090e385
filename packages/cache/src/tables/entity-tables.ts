import { createHash } from 'node:crypto';
import { type Column, type ColumnType, type Entity, ENTITY_NAMES, indexesOf } from '@serialbridge/core/model';
import { codecOf, quote } from './entity-columns.ts';

const SQL_TYPES: Readonly<Record<ColumnType, string>> = {
  id: 'TEXT',
  text: 'TEXT',
  json: 'TEXT',
  integer: 'INTEGER',
  boolean: 'INTEGER',
  real: 'REAL',
};

function columnSql(column: Column, loose: boolean): string {
  return `${quote(column.name)} ${SQL_TYPES[column.type]}${column.nullable || loose ? '' : ' NOT NULL'}`;
}

function tableSql(entity: Entity, extra: readonly string[]): string {
  const { columns, key } = codecOf(entity);
  const parts = [
    ...columns.map((column) => columnSql(column, extra.length > 0)),
    ...extra,
    `PRIMARY KEY (${key.map(quote).join(', ')})`,
  ];
  // STRICT in the cache: rows of the feed are put in without looking at each value, and what has the wrong type must not come in.
  return `CREATE TABLE ${quote(entity)} (\n  ${parts.join(',\n  ')}\n) ${extra.length > 0 ? '' : 'STRICT, '}WITHOUT ROWID;`;
}

/** Secondary indexes, in cache.db and in the overlay alike. A column that is often empty is indexed where it is not. */
function indexSql(entity: Entity): string[] {
  const nullable = new Set(codecOf(entity).columns.flatMap((column) => (column.nullable ? [column.name] : [])));
  return indexesOf(entity).map((columns, position) => {
    const name = quote(`${entity}_by_${position + 1}`);
    const filled = columns.filter((column) => nullable.has(column)).map((column) => `${column} IS NOT NULL`);
    const where = filled.length === 0 ? '' : ` WHERE ${filled.join(' AND ')}`;
    return `CREATE INDEX ${name} ON ${quote(entity)} (${columns.join(', ')})${where};`;
  });
}

/** `case.unit_ids` is a JSON array; this table finds the cases of a unit. Triggers keep it, so that no writer can forget. */
const CASE_UNIT = [
  'CREATE TABLE case_unit (unit_id TEXT NOT NULL, case_id TEXT NOT NULL, PRIMARY KEY (unit_id, case_id)) WITHOUT ROWID;',
  'CREATE INDEX case_unit_by_case ON case_unit (case_id);',
];
const FILL_CASE_UNIT = `INSERT OR IGNORE INTO case_unit SELECT value, NEW.case_id FROM json_each(NEW.unit_ids);`;
const CASE_TRIGGERS = [
  `CREATE TRIGGER case_unit_insert AFTER INSERT ON "case" BEGIN ${FILL_CASE_UNIT} END;`,
  `CREATE TRIGGER case_unit_update AFTER UPDATE ON "case" BEGIN DELETE FROM case_unit WHERE case_id = OLD.case_id; ${FILL_CASE_UNIT} END;`,
  `CREATE TRIGGER case_unit_delete AFTER DELETE ON "case" BEGIN DELETE FROM case_unit WHERE case_id = OLD.case_id; END;`,
];

/** Tables of cache.db without their secondary indexes, which a big load makes last. */
export const CACHE_TABLES: string = [
  'CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;',
  ...ENTITY_NAMES.map((entity) => tableSql(entity, [])),
  ...CASE_UNIT,
  ...CASE_TRIGGERS,
].join('\n');
export const CACHE_INDEXES: string = ENTITY_NAMES.flatMap(indexSql).join('\n');

/**
 * Overlay tables of ops.db: the same columns, none of them required because a deletion has only its key, and which event's position made the
 * row. They are made from the event log at any time, so they are no part of the migrations.
 */
const OVERLAY_EXTRA = ['overlay_deleted INTEGER NOT NULL', 'overlay_position INTEGER NOT NULL'] as const;
export const OVERLAY_TABLES: string = [
  ...ENTITY_NAMES.map((entity) => tableSql(entity, OVERLAY_EXTRA)),
  ...ENTITY_NAMES.flatMap(indexSql),
  ...CASE_UNIT,
  ...CASE_TRIGGERS,
].join('\n');
export const OVERLAY_DROP: string = [...ENTITY_NAMES, 'case_unit']
  .map((name) => `DROP TABLE IF EXISTS ${quote(name)};`)
  .join('\n');

const fingerprint = (sql: string): string => createHash('sha256').update(sql).digest('hex');
/** Changes with any column, key or index: a cache or overlay of another shape is made again. */
export const CACHE_SCHEMA_ID: string = fingerprint(CACHE_TABLES + CACHE_INDEXES);
export const OVERLAY_SCHEMA_ID: string = fingerprint(OVERLAY_TABLES);
