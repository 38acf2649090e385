import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { columnsOf, ENTITY_NAMES } from '@serialbridge/core/model';
import { type Handle, prepared } from './sqlite-handles.ts';

const namesOf = (type: 'boolean' | 'json'): readonly string[] => [
  ...new Set(
    ENTITY_NAMES.flatMap((entity) =>
      columnsOf(entity).flatMap((column) => (column.type === type ? [column.name] : [])),
    ),
  ),
];
const BOOLEANS = namesOf('boolean');
const JSONS = namesOf('json');

/**
 * SQLite has neither booleans nor JSON; a column name means the same in every table, so that rows of any query are decoded by name.
 * Changes the rows in place.
 */
function decodeColumns(rows: Record<string, unknown>[]): void {
  const first = rows[0];
  if (first === undefined) return;
  const booleans = BOOLEANS.filter((name) => name in first);
  const jsons = JSONS.filter((name) => name in first);
  if (booleans.length === 0 && jsons.length === 0) return;
  for (const row of rows) {
    for (const name of booleans) {
      const value = row[name];
      if (typeof value === 'number') row[name] = value !== 0;
    }
    for (const name of jsons) {
      const value = row[name];
      if (typeof value === 'string') row[name] = JSON.parse(value) as unknown;
    }
  }
}

/** What better-sqlite3 can bind: booleans as 0 and 1, objects as JSON text. */
function encodeParameter(value: unknown): unknown {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value === undefined) return null;
  if (typeof value === 'object' && value !== null && !(value instanceof Uint8Array)) return JSON.stringify(value);
  return value;
}

class SqliteConnection implements DatabaseConnection {
  readonly handle: Handle;
  constructor(handle: Handle) {
    this.handle = handle;
  }

  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    try {
      return Promise.resolve(this.run<R>(query));
    } catch (error) {
      return Promise.reject(error instanceof Error ? error : new Error(String(error)));
    }
  }

  private run<R>(query: CompiledQuery): QueryResult<R> {
    const statement = prepared(this.handle, query.sql);
    const parameters = query.parameters.map(encodeParameter);
    if (statement.reader) {
      const rows = statement.all(...parameters) as Record<string, unknown>[];
      decodeColumns(rows);
      return { rows: rows as R[] };
    }
    const { changes } = statement.run(...parameters);
    return { rows: [], numAffectedRows: BigInt(changes) };
  }

  // oxlint-disable-next-line require-yield
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('Streaming is not used here: read by key ranges, or copyOut.');
  }
}

/** Hands out a few handles and lets the rest wait in line; with one handle it is the lock of the only writer. */
class HandleDriver implements Driver {
  readonly #begin: string;
  readonly #handles: readonly Handle[];
  readonly #free: SqliteConnection[];
  readonly #waiting: ((connection: SqliteConnection) => void)[] = [];

  constructor(handles: readonly Handle[], begin: string) {
    this.#handles = handles;
    this.#free = handles.map((handle) => new SqliteConnection(handle));
    this.#begin = begin;
  }

  async init(): Promise<void> {}

  acquireConnection(): Promise<DatabaseConnection> {
    const free = this.#free.pop();
    if (free !== undefined) return Promise.resolve(free);
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free.push(connection as SqliteConnection);
    else next(connection as SqliteConnection);
  }

  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(this.#begin));
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'));
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    // A failed statement may have ended the transaction already (disk full); rolling back then would hide the first error.
    if ((connection as SqliteConnection).handle.inTransaction)
      await connection.executeQuery(CompiledQuery.raw('rollback'));
  }

  async savepoint(connection: DatabaseConnection, name: string): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(`savepoint "${name}"`));
  }

  async rollbackToSavepoint(connection: DatabaseConnection, name: string): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(`rollback to "${name}"`));
  }

  async releaseSavepoint(connection: DatabaseConnection, name: string): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(`release "${name}"`));
  }

  async destroy(): Promise<void> {
    for (const handle of this.#handles) handle.close();
  }
}

/** With several handles transactions run side by side; Kysely must not put its own lock around them. */
class PooledSqliteAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

/** Kysely over better-sqlite3 handles. `begin`: `begin` for readers; `begin immediate` for the writer, so that it never fails halfway. */
export function sqliteDialect(handles: readonly Handle[], begin: 'begin' | 'begin immediate'): Dialect {
  return {
    createDriver: () => new HandleDriver(handles, begin),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createAdapter: () => new PooledSqliteAdapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  };
}
