import { createHash } from 'node:crypto';
import { type Column, type ColumnType, type Entity, ENTITY_NAMES } from '@serialbridge/core/model';
import { codecOf, quote } from './entity-columns.ts';

/**
 * Secondary indexes, in cache.db and in the overlay alike: what LedgerView asks for and what the lists filter by. Each costs time at the first
 * pull and room on the disk, so a table of units has only what a scan needs. A text after the columns is the condition of a partial index.
 */
const ENTITY_INDEXES: { readonly [E in Entity]?: readonly (readonly [columns: string, where?: string])[] } = {
  product: [['sku']],
  product_code: [['code'], ['product_id']],
  bin: [['warehouse_id, code']],
  operator: [['code'], ['badge', 'badge IS NOT NULL']],
  purchase_order: [['number'], ['status, created_at']],
  po_line: [['purchase_order_id'], ['product_id']],
  expected_unit: [['po_line_id'], ['serial_norm']],
  order: [['number'], ['status, ordered_at'], ['tote_code', 'tote_code IS NOT NULL']],
  order_line: [['order_id'], ['product_id']],
  rma: [['number'], ['order_id'], ['status']],
  rma_line: [['rma_id'], ['product_id']],
  receiving_session: [['document_id'], ['state, opened_at']],
  receipt_line: [['receiving_session_id']],
  receipt_unit: [['serial_norm']],
  package: [['order_id'], ['tracking_number', 'tracking_number IS NOT NULL']],
  package_unit: [
    ['package_id'],
    ['order_id'],
    ['unit_id', 'unit_id IS NOT NULL'],
    ['serial_norm', 'serial_norm IS NOT NULL'],
  ],
  shipment: [['order_id']],
  unit: [['serial_norm'], ['order_id', 'order_id IS NOT NULL']],
  unit_identifier: [['value_norm'], ['unit_id']],
  case: [['state']],
};

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

function indexSql(entity: Entity): string[] {
  return (ENTITY_INDEXES[entity] ?? []).map(([columns, where], position) => {
    const name = quote(`${entity}_by_${position + 1}`);
    return `CREATE INDEX ${name} ON ${quote(entity)} (${columns})${where === undefined ? '' : ` WHERE ${where}`};`;
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
