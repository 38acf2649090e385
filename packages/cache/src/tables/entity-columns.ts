import { columnsOf, ENTITIES, ENTITY_NAMES, type AnyRow, type Column, type Entity } from '@serialbridge/core/model';
import type { SqlRow, SqlValue } from '../sqlite.ts';
import { RowError } from '../errors.ts';

function encode(entity: Entity, column: Column, value: unknown): SqlValue {
  if (value === null || value === undefined) {
    if (column.type === 'json' && value === null && !column.nullable) return 'null';
    if (column.nullable) return null;
    throw new RowError(`${entity}.${column.name} is missing`);
  }
  switch (column.type) {
    case 'boolean':
      if (typeof value === 'boolean') return value ? 1 : 0;
      break;
    case 'json':
      return JSON.stringify(value);
    case 'integer':
    case 'real':
      if (typeof value === 'number') return value;
      break;
    case 'id':
    case 'text':
      if (typeof value === 'string') return value;
      break;
  }
  throw new RowError(`${entity}.${column.name} is ${typeof value}, not ${column.type}`);
}

export interface EntityCodec {
  readonly entity: Entity;
  readonly columns: readonly Column[];
  readonly key: readonly string[];
  /** Values in column order, as SQLite binds them. Throws RowError. */
  encode(row: AnyRow): SqlValue[];
  /** Decodes in place; `raw` must be a row of its own, as SQLite gives it. */
  decode(raw: Record<string, unknown>): AnyRow;
}

function makeCodec(entity: Entity): EntityCodec {
  const columns = columnsOf(entity);
  const booleans = columns.filter(({ type }) => type === 'boolean').map(({ name }) => name);
  const json = columns.filter(({ type }) => type === 'json').map(({ name }) => name);
  const key: readonly string[] = ENTITIES[entity].key;
  return {
    entity,
    columns,
    key,
    encode: (row) => columns.map((column) => encode(entity, column, row[column.name])),
    decode: (raw) => {
      for (const name of booleans) {
        const value = raw[name];
        if (value !== null) raw[name] = value === 1;
      }
      for (const name of json) {
        const value = raw[name];
        if (typeof value === 'string') raw[name] = JSON.parse(value);
      }
      return raw;
    },
  };
}

const codecs = Object.fromEntries(ENTITY_NAMES.map((entity) => [entity, makeCodec(entity)])) as Record<
  Entity,
  EntityCodec
>;

export function codecOf(entity: Entity): EntityCodec {
  return codecs[entity];
}

/** A row as SQLite gave it, decoded without touching the original. */
export function decodeCopy(entity: Entity, row: SqlRow): AnyRow {
  return codecs[entity].decode({ ...row });
}

/** Quotes a table or column name: `order` and `case` are words of SQL. */
export function quote(name: string): string {
  return `"${name}"`;
}
