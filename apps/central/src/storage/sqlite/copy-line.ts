import { ENTITIES, columnsOf, type Column, type Entity } from '@serialbridge/core/model';
import { scopeCondition } from '../scope-condition.ts';

const quoted = (name: string): string => `"${name}"`;
const orNull = (expression: string): string => `coalesce(${expression}, '\\N')`;
const escaped = (name: string): string =>
  `replace(replace(replace(replace(${quoted(name)}, '\\', '\\\\'), char(9), '\\t'), char(10), '\\n'), char(13), '\\r')`;
const isText = (column: Column): boolean => column.type === 'text' || column.type === 'json';

function field(column: Column, careful: boolean): string {
  if (column.type === 'boolean') return orNull(`substr('ft', ${quoted(column.name)} + 1, 1)`);
  return orNull(isText(column) && careful ? escaped(column.name) : quoted(column.name));
}

/**
 * A query that gives each row of an entity as one line of PostgreSQL's COPY text format, without the line end, sorted by key. Hardly any row
 * has a character that needs escaping, and escaping every field costs more than all the rest: one test a row decides.
 */
export function copyLineQuery(entity: Entity, warehouse_id: string | null): string {
  const columns = columnsOf(entity);
  // concat_ws fills one buffer; a chain of || copies the line again for every field, and takes twice as long.
  const line = (careful: boolean): string =>
    `concat_ws(char(9), ${columns.map((column) => field(column, careful)).join(', ')})`;
  const texts = columns.filter(isText).map((column) => quoted(column.name));
  const odd =
    texts.length === 0
      ? '0'
      : `concat_ws('', ${texts.join(', ')}) glob '*[\\' || char(9) || char(10) || char(13) || ']*'`;
  const key = ENTITIES[entity].key.map(quoted).join(', ');
  return `select case when ${odd} then ${line(true)} else ${line(false)} end from ${quoted(entity)} t where tenant_id = ?${scopeCondition(entity, 't', warehouse_id)} order by ${key}`;
}
