import type { Transaction } from 'kysely';
import type { ReadonlyKysely } from 'kysely/readonly';
import type { AnyRow, Entity } from '@serialbridge/core/model';
import type { Database } from './database.ts';
import type { TableSpec } from './tables.ts';

/**
 * Statements of one transaction that don't need each other's answers. Waits for all of them, also when one fails, so that none is under way any more when
 * the transaction is rolled back; then throws the first failure in their order.
 */
export async function allDone<T extends readonly unknown[]>(
  work: readonly [...{ [K in keyof T]: Promise<T[K]> }],
): Promise<T> {
  const settled: PromiseSettledResult<unknown>[] = await Promise.allSettled<unknown>(
    work as readonly Promise<unknown>[],
  );
  const failed = settled.find((one) => one.status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
  return settled.map((one) => (one as PromiseFulfilledResult<unknown>).value) as unknown as T;
}

/** Rows of a snapshot's chunk: small enough to fetch again after a broken line, large enough to compress well. */
export const COPY_CHUNK_ROWS = 65_536;

/** What the store tells of itself; pino's logger fits. */
export interface StoreLogger {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

export type ReadDb = ReadonlyKysely<Database>;
export type WriteDb = Transaction<Database>;

/** Many rows in one go; one file an engine. Rows carry no `tenant_id`: it is an argument of every call. */
export interface BulkReader {
  /** Rows whose `column` is one of `values`, decoded by the table's columns, without `tenant_id`, sorted by key. */
  readWhere(tenant_id: string, spec: TableSpec, column: string, values: readonly unknown[]): Promise<AnyRow[]>;
  /** The next `limit` rows by key after `after` (undefined: from the first), up to and with `upto` (undefined: to the last). */
  readAfter(
    tenant_id: string,
    spec: TableSpec,
    after: readonly unknown[] | undefined,
    limit: number,
    upto?: readonly unknown[],
  ): Promise<AnyRow[]>;
  /** Rows of those keys; each key is the values of the key columns in their order. */
  readKeys(tenant_id: string, spec: TableSpec, keys: readonly (readonly unknown[])[]): Promise<AnyRow[]>;
}

export interface BulkWriter extends BulkReader {
  insert(tenant_id: string, spec: TableSpec, rows: readonly object[]): Promise<void>;
  /** Inserts, or replaces every column of a row that has the key. At most one row a key in one call. */
  upsert(tenant_id: string, spec: TableSpec, rows: readonly object[]): Promise<void>;
  deleteKeys(tenant_id: string, spec: TableSpec, keys: readonly (readonly unknown[])[]): Promise<void>;
  /** Runs `work` under a savepoint: if it throws, what it wrote is undone and the error goes on to the caller. */
  savepoint<T>(work: () => Promise<T>): Promise<T>;
}

/** One consistent state of the database, as of the transaction's first read. */
export interface ReadTx {
  readonly db: ReadDb;
  readonly bulk: BulkReader;
}

export interface WriteTx {
  readonly db: WriteDb;
  readonly bulk: BulkWriter;
  /** Locks the tenant against every other writer until the end of the transaction. Undefined: no such tenant. */
  lockTenant(tenant_id: string): Promise<Database['tenant_head'] | undefined>;
  /** Locks the list of tenants against whoever would add one, until the end of the transaction. */
  lockTenants(): Promise<void>;
}

/** About 64k rows of one entity as PostgreSQL COPY text, sorted by key. */
export interface CopyChunk {
  readonly entity: Entity;
  readonly rows: number;
  readonly text: Uint8Array<ArrayBuffer>;
}

/** All rows of a tenant at exactly one version. Always `close()` it; it holds a read transaction open. */
export interface CopyOut {
  readonly head: Database['tenant_head'];
  /** Of all entities asked for. */
  readonly total_rows: number;
  chunks(): AsyncIterable<CopyChunk>;
  close(): Promise<void>;
}

export interface Store {
  readonly engine: 'sqlite' | 'postgres';
  /** Folder for files that belong to this central (snapshots, the SQLite database). */
  readonly data_dir: string;
  readonly logger: StoreLogger;
  /** For single reads; each statement sees what is committed. Cannot write. */
  readonly db: ReadDb;
  /** Several reads that must fit together. */
  read<T>(work: (tx: ReadTx) => Promise<T>): Promise<T>;
  /** One transaction that touches one tenant. `work` may run again after a serialisation failure, a deadlock or a busy database. */
  transaction<T>(work: (tx: WriteTx) => Promise<T>): Promise<T>;
  /** `warehouse_id`: only what is in that warehouse's scope; null: all rows. */
  copyOut(tenant_id: string, entities: readonly Entity[], warehouse_id: string | null): Promise<CopyOut>;
  /** Lets other work of this process run inside a long transaction (SQLite runs in this thread; PostgreSQL does not need it). */
  breathe(): Promise<void>;
  close(): Promise<void>;
}
