import { CompiledQuery, type Kysely } from 'kysely';
import type { AnyRow, Column, ColumnType } from '@serialbridge/core/model';
import type { Database } from '../database.ts';
import type { BulkReader, BulkWriter } from '../store.ts';
import { sortByKey } from '../sort-by-key.ts';
import type { TableSpec } from '../tables.ts';

/**
 * Bulk work on PostgreSQL: one statement with one array a column (`unnest`), so that the number of rows changes neither the statement
 * nor the number of round trips. JSON goes as text and is cast in the database: an array of jsonb would be quoted twice over.
 */
const SQL_TYPE: Readonly<Record<ColumnType, string>> = {
  id: 'uuid',
  text: 'text',
  integer: 'bigint',
  real: 'double precision',
  boolean: 'boolean',
  json: 'text',
};

/** What stands in an array without quotes: ids, numbers, booleans; never the word null. */
const BARE = /^(?:[\da-f.+-]+|true|false)$/;

const quoted = (name: string): string => `"${name}"`;
const names = (columns: readonly Column[]): string => columns.map((column) => quoted(column.name)).join(', ');
const keyOrder = (spec: TableSpec): string => spec.key.map(quoted).join(', ');

function columnOf(spec: TableSpec, name: string): Column {
  const found = spec.columns.find((column) => column.name === name);
  if (found === undefined) throw new Error(`${spec.table} has no column ${name}`);
  return found;
}

function encode(column: Column, value: unknown): unknown {
  if (value === undefined || (value === null && column.nullable)) return null;
  return column.type === 'json' ? JSON.stringify(value) : value;
}

/** `unnest($2::uuid[], $3::text[] …) as k(a, b …)` and the select list that casts JSON. */
function unnest(columns: readonly Column[], first: number): { from: string; select: string } {
  const arrays = columns.map((column, index) => `$${first + index}::${SQL_TYPE[column.type]}[]`).join(', ');
  const select = columns
    .map((column) => `k.${quoted(column.name)}${column.type === 'json' ? '::jsonb' : ''}`)
    .join(', ');
  return { from: `unnest(${arrays}) as k(${names(columns)})`, select };
}

/**
 * An array as PostgreSQL's own text: the driver would build it too, element by element at several times the cost. Only text and JSON need
 * quotes; `"` and `\` in them a backslash.
 */
function arrayText(column: Column, values: readonly unknown[]): string {
  const quotes = column.type === 'text' || column.type === 'json';
  const items = values.map((value) => {
    const item = encode(column, value);
    if (item === null) return 'NULL';
    const text = typeof item === 'string' ? item : JSON.stringify(item);
    // An id that is none must fail in the database as such, not as a broken array.
    if (!quotes && BARE.test(text)) return text;
    return `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
  });
  return `{${items.join(',')}}`;
}

const arraysOf = (columns: readonly Column[], rows: readonly object[]): string[] =>
  columns.map((column) =>
    arrayText(
      column,
      rows.map((row) => (row as AnyRow)[column.name]),
    ),
  );

const keyArrays = (columns: readonly Column[], keys: readonly (readonly unknown[])[]): string[] =>
  columns.map((column, index) =>
    arrayText(
      column,
      keys.map((key) => key[index]),
    ),
  );

export class PostgresBulkReader implements BulkReader {
  protected readonly db: Kysely<Database>;
  constructor(db: Kysely<Database>) {
    this.db = db;
  }

  protected async run(text: string, parameters: readonly unknown[]): Promise<AnyRow[]> {
    const { rows } = await this.db.executeQuery<AnyRow>(CompiledQuery.raw(text, [...parameters]));
    return rows;
  }

  async readWhere(tenant_id: string, spec: TableSpec, column: string, values: readonly unknown[]): Promise<AnyRow[]> {
    if (values.length === 0) return [];
    const by = columnOf(spec, column);
    const text = `select ${names(spec.columns)} from ${quoted(spec.table)} where tenant_id = $1 and ${quoted(column)} = any($2::${SQL_TYPE[by.type]}[])`;
    return sortByKey(spec, await this.run(text, [tenant_id, arrayText(by, values)]));
  }

  async readAfter(
    tenant_id: string,
    spec: TableSpec,
    after: readonly unknown[] | undefined,
    limit: number,
    upto: readonly unknown[] = [],
  ): Promise<AnyRow[]> {
    const from = after ?? [];
    const bound = (sign: string, values: readonly unknown[], first: number): string =>
      values.length === 0
        ? ''
        : ` and (${keyOrder(spec)}) ${sign} (${values.map((_, index) => `$${index + first}`).join(', ')})`;
    const bounds = bound('>', from, 3) + bound('<=', upto, 3 + from.length);
    const text = `select ${names(spec.columns)} from ${quoted(spec.table)} where tenant_id = $1${bounds} order by ${keyOrder(spec)} limit $2`;
    return this.run(text, [tenant_id, limit, ...from, ...upto]);
  }

  async readKeys(tenant_id: string, spec: TableSpec, keys: readonly (readonly unknown[])[]): Promise<AnyRow[]> {
    const [only] = spec.key;
    if (spec.key.length === 1 && only !== undefined)
      return this.readWhere(
        tenant_id,
        spec,
        only,
        keys.map(([value]) => value),
      );
    if (keys.length === 0) return [];
    const columns = spec.key.map((name) => columnOf(spec, name));
    const wanted = unnest(columns, 2);
    const text = `select ${names(spec.columns)} from ${quoted(spec.table)} where tenant_id = $1 and (${keyOrder(spec)}) in (select ${wanted.select} from ${wanted.from})`;
    return sortByKey(spec, await this.run(text, [tenant_id, ...keyArrays(columns, keys)]));
  }
}

export class PostgresBulkWriter extends PostgresBulkReader implements BulkWriter {
  #depth = 0;

  async insert(tenant_id: string, spec: TableSpec, rows: readonly object[]): Promise<void> {
    await this.#write(tenant_id, spec, rows, '');
  }

  async upsert(tenant_id: string, spec: TableSpec, rows: readonly object[]): Promise<void> {
    const rest = spec.columns.filter((column) => !spec.key.includes(column.name));
    const sets = rest.map((column) => `${quoted(column.name)} = excluded.${quoted(column.name)}`).join(', ');
    await this.#write(
      tenant_id,
      spec,
      rows,
      ` on conflict (tenant_id, ${keyOrder(spec)}) do ${sets === '' ? 'nothing' : `update set ${sets}`}`,
    );
  }

  async #write(tenant_id: string, spec: TableSpec, rows: readonly object[], conflict: string): Promise<void> {
    if (rows.length === 0) return;
    const from = unnest(spec.columns, 2);
    const text = `insert into ${quoted(spec.table)} (tenant_id, ${names(spec.columns)}) select $1::uuid, ${from.select} from ${from.from}${conflict}`;
    await this.run(text, [tenant_id, ...arraysOf(spec.columns, rows)]);
  }

  async deleteKeys(tenant_id: string, spec: TableSpec, keys: readonly (readonly unknown[])[]): Promise<void> {
    if (keys.length === 0) return;
    const columns = spec.key.map((name) => columnOf(spec, name));
    const gone = unnest(columns, 2);
    const text = `delete from ${quoted(spec.table)} where tenant_id = $1 and (${keyOrder(spec)}) in (select ${gone.select} from ${gone.from})`;
    await this.run(text, [tenant_id, ...keyArrays(columns, keys)]);
  }

  async savepoint<T>(work: () => Promise<T>): Promise<T> {
    const name = `bulk_${(this.#depth += 1)}`;
    await this.run(`savepoint ${name}`, []);
    try {
      const result = await work();
      await this.run(`release savepoint ${name}`, []);
      return result;
    } catch (error) {
      await this.run(`rollback to savepoint ${name}`, []);
      throw error;
    } finally {
      this.#depth -= 1;
    }
  }
}
