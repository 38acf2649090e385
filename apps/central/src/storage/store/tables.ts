import {
  type AnyRow,
  type Column,
  columnsOf,
  type ColumnType,
  ENTITIES,
  type Entity,
  ENTITY_NAMES,
} from '@serialbridge/core/model';

/** The rows sorted by the text of their key: the same order on every engine, and no reason for a planner to avoid an index. */
export function sortByKey(spec: TableSpec, rows: readonly AnyRow[]): AnyRow[] {
  const keyed = rows.map((row) => ({ row, key: spec.key.map((name) => String(row[name])).join('|') }));
  return keyed.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ row }) => row);
}

/** A table as the bulk statements see it: its columns in order and its key, both behind a leading `tenant_id`. */
export interface TableSpec {
  readonly table: string;
  readonly columns: readonly Column[];
  readonly key: readonly string[];
}

const column = (name: string, type: ColumnType, nullable = false): Column => ({ name, type, nullable });

/** The table of every replicated entity; it bears the entity's name. */
export const ENTITY_TABLES: Readonly<Record<Entity, TableSpec>> = Object.fromEntries(
  ENTITY_NAMES.map((entity) => [entity, { table: entity, columns: columnsOf(entity), key: ENTITIES[entity].key }]),
) as unknown as Record<Entity, TableSpec>;

/** The ledger's own tables that are written in bulk. The envelope, the feed's row and case_ids are text: kept as the bytes that came. */
export const EVENT_TABLE: TableSpec = {
  table: 'event',
  columns: [
    column('event_id', 'id'),
    column('station_id', 'id'),
    column('incarnation', 'id'),
    column('seq', 'integer'),
    column('type', 'text'),
    column('v', 'integer'),
    column('operator_id', 'id', true),
    column('captured_at', 'integer'),
    column('received_at', 'integer'),
    column('hash', 'text'),
    column('envelope', 'text'),
    column('outcome', 'text'),
    column('held_reason', 'text', true),
    column('case_ids', 'text'),
    column('version', 'integer'),
    column('ord', 'integer'),
  ],
  key: ['event_id'],
};

/** Who stated an event, where and when: what a case says of an earlier one. */
export const EVENT_HEAD_TABLE: TableSpec = {
  ...EVENT_TABLE,
  columns: EVENT_TABLE.columns.filter(({ name }) =>
    ['event_id', 'type', 'station_id', 'operator_id', 'captured_at'].includes(name),
  ),
};

export const EVENT_UNIT_TABLE: TableSpec = {
  table: 'event_unit',
  columns: [
    column('unit_id', 'id'),
    column('version', 'integer'),
    column('ord', 'integer'),
    column('event_id', 'id'),
    column('state_before', 'text', true),
    column('state_after', 'text'),
    column('warehouse_before', 'id', true),
    column('warehouse_after', 'id', true),
    column('version_before', 'integer'),
  ],
  key: ['unit_id', 'version', 'ord'],
};

/** Cases that the ledger itself opens or closes (held, forked), at their place in its order, so that a rebuild finds them. */
export const LEDGER_CASE_TABLE: TableSpec = {
  table: 'ledger_case',
  columns: [column('version', 'integer'), column('ord', 'integer'), column('case_id', 'id'), column('row', 'text')],
  key: ['version', 'ord', 'case_id'],
};

export const EVENT_FORK_TABLE: TableSpec = {
  table: 'event_fork',
  columns: [
    column('station_id', 'id'),
    column('incarnation', 'id'),
    column('seq', 'integer'),
    column('hash', 'text'),
    column('event_id', 'id'),
    column('kind', 'text'),
    column('chain', 'id'),
    column('case_id', 'id', true),
    column('envelope', 'text'),
    column('received_at', 'integer'),
    column('version', 'integer'),
    column('ord', 'integer'),
  ],
  key: ['station_id', 'chain', 'seq', 'hash'],
};

export const HELD_WAIT_TABLE: TableSpec = {
  table: 'held_wait',
  columns: [
    column('key', 'text'),
    column('entity', 'text'),
    column('version', 'integer'),
    column('ord', 'integer'),
    column('event_id', 'id'),
  ],
  key: ['key', 'entity', 'version', 'ord'],
};

export const HELD_DUE_TABLE: TableSpec = {
  table: 'held_due',
  columns: [column('version', 'integer'), column('ord', 'integer'), column('event_id', 'id')],
  key: ['version', 'ord'],
};

export const FEED_TABLE: TableSpec = {
  table: 'feed',
  columns: [
    column('version', 'integer'),
    column('ord', 'integer'),
    column('entity', 'text'),
    column('key', 'text'),
    column('row', 'text', true),
    column('warehouse_id', 'id', true),
  ],
  key: ['version', 'ord'],
};

export const CASE_UNIT_TABLE: TableSpec = {
  table: 'case_unit',
  columns: [column('unit_id', 'id'), column('case_id', 'id')],
  key: ['unit_id', 'case_id'],
};

/** Central's rows lead with tenant_id, which never leaves it. */
export function withoutTenant<R extends object>(row: R): Omit<R, 'tenant_id'> {
  const { tenant_id: _, ...rest }: R & { tenant_id?: unknown } = row;
  return rest;
}
