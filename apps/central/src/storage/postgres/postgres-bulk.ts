import type { Buffer } from 'node:buffer';
import type { AnyRow, Column, ColumnType } from '@serialbridge/core/model';
import { allDone, type BulkReader, type BulkWriter } from '../store/store.ts';
import { sortByKey, type TableSpec } from '../store/tables.ts';
import { arrayParameter } from './array-parameter.ts';

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

const quoted = (name: string): string => `"${name}"`;
const names = (columns: readonly Column[]): string => columns.map((column) => quoted(column.name)).join(', ');
const keyOrder = (spec: TableSpec): string => spec.key.map(quoted).join(', ');

function columnOf(spec: TableSpec, name: string): Column {
  const found = spec.columns.find((column) => column.name === name);
  if (found === undefined) throw new Error(`${spec.table} has no column ${name}`);
  return found;
}

/** `unnest($2::uuid[], $3::text[] …) as k(a, b …)` and the select list that casts JSON. */
function unnest(columns: readonly Column[], first: number): { from: string; select: string } {
  const arrays = columns.map((column, index) => `$${first + index}::${SQL_TYPE[column.type]}[]`).join(', ');
  const select = columns
    .map((column) => `k.${quoted(column.name)}${column.type === 'json' ? '::jsonb' : ''}`)
    .join(', ');
  return { from: `unnest(${arrays}) as k(${names(columns)})`, select };
}

const arraysOf = (columns: readonly Column[], rows: readonly object[]): (Buffer | string)[] =>
  columns.map((column) =>
    arrayParameter(
      column,
      rows.map((row) => (row as AnyRow)[column.name]),
    ),
  );

const keyArrays = (columns: readonly Column[], keys: readonly (readonly unknown[])[]): (Buffer | string)[] =>
  columns.map((column, index) =>
    arrayParameter(
      column,
      keys.map((key) => key[index]),
    ),
  );

/** Runs one statement. `writes`: it adds or changes rows, so that how it is best done does not depend on what the tables hold. */
export type RunSql = (text: string, parameters: readonly unknown[], writes: boolean) => Promise<AnyRow[]>;

export class PostgresBulkReader implements BulkReader {
  protected readonly run: RunSql;
  constructor(run: RunSql) {
    this.run = run;
  }

  async readWhere(tenant_id: string, spec: TableSpec, column: string, values: readonly unknown[]): Promise<AnyRow[]> {
    return this.#lookUp(
      tenant_id,
      spec,
      [columnOf(spec, column)],
      [...new Set(values)].map((value) => [value]),
    );
  }

  /**
   * `offset 0` keeps the wanted values outside and looks each up in an index. Left to itself the planner walks all the tenant's rows for as long as it
   * has no statistics, or takes the table for a small one.
   */
  async #lookUp(
    tenant_id: string,
    spec: TableSpec,
    on: readonly Column[],
    wanted: readonly (readonly unknown[])[],
  ): Promise<AnyRow[]> {
    if (wanted.length === 0) return [];
    const equal = on.map(({ name }) => `t.${quoted(name)} = k.${quoted(name)}`).join(' and ');
    const columns = spec.columns.map(({ name }) => `t.${quoted(name)}`).join(', ');
    const text = `select f.* from ${unnest(on, 2).from} cross join lateral (select ${columns} from ${quoted(spec.table)} t where t.tenant_id = $1 and ${equal} offset 0) f`;
    return sortByKey(spec, await this.run(text, [tenant_id, ...keyArrays(on, wanted)], false));
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
    return this.run(text, [tenant_id, limit, ...from, ...upto], false);
  }

  async readKeys(tenant_id: string, spec: TableSpec, keys: readonly (readonly unknown[])[]): Promise<AnyRow[]> {
    return this.#lookUp(
      tenant_id,
      spec,
      spec.key.map((name) => columnOf(spec, name)),
      keys,
    );
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
    await this.run(text, [tenant_id, ...arraysOf(spec.columns, rows)], true);
  }

  async deleteKeys(tenant_id: string, spec: TableSpec, keys: readonly (readonly unknown[])[]): Promise<void> {
    if (keys.length === 0) return;
    const columns = spec.key.map((name) => columnOf(spec, name));
    const gone = unnest(columns, 2);
    const text = `delete from ${quoted(spec.table)} where tenant_id = $1 and (${keyOrder(spec)}) in (select ${gone.select} from ${gone.from})`;
    await this.run(text, [tenant_id, ...keyArrays(columns, keys)], false);
  }

  async savepoint<T>(work: () => Promise<T>): Promise<T> {
    const name = `bulk_${(this.#depth += 1)}`;
    const begun = this.run(`savepoint ${name}`, [], false);
    try {
      const [result] = await allDone([work(), begun]);
      await this.run(`release savepoint ${name}`, [], false);
      return result;
    } catch (error) {
      await this.run(`rollback to savepoint ${name}`, [], false);
      throw error;
    } finally {
      this.#depth -= 1;
    }
  }
}
