import { basename } from 'node:path';
import Database from 'better-sqlite3';
import { Client } from 'pg';
import type { Transaction } from './rules.ts';

/** What ran since: each statement once, and the values that each transaction spoke of. */
export interface SqlWatch {
  readonly statements: Set<string>;
  readonly transactions: Transaction[];
  /** Tenants that were made. */
  readonly tenants: Set<string>;
}

const BEGIN = /^\s*(?:begin|start transaction)\b/iu;
const END = /^\s*(?:commit|end|rollback)(?! to)\b/iu;
const ID_LENGTH = 36;
const NEW_TENANT = /^insert into "?tenant"? \(/iu;

/**
 * Listens at both drivers of this process, so that nothing is missed, whoever built the statement. For the rest of the test file: it
 * can't be taken off again.
 */
export function watchSql(): SqlWatch {
  const watch: SqlWatch = { statements: new Set(), transactions: [], tenants: new Set() };
  const open = new WeakMap<object, Set<string>>();
  // Told once a statement: what it does to the transaction and how to note its values.
  const see: See = (connection, text) => {
    watch.statements.add(text);
    if (BEGIN.test(text)) {
      return () => {
        const spoken = new Set<string>();
        open.set(connection, spoken);
        watch.transactions.push({ values: spoken });
      };
    }
    if (END.test(text)) return () => open.delete(connection);
    const isTenant = NEW_TENANT.test(text);
    const note = (values: readonly unknown[]): void => {
      const spoken = open.get(connection);
      for (const value of values) {
        if (Array.isArray(value)) note(value);
        else if (typeof value === 'string' && value.length === ID_LENGTH) {
          spoken?.add(value);
          if (isTenant) watch.tenants.add(value);
        }
      }
    };
    return note;
  };
  listenAtPostgres(see);
  listenAtSqlite(see);
  return watch;
}

type See = (connection: object, text: string) => (values: readonly unknown[]) => unknown;

function listenAtPostgres(see: See): void {
  const query: unknown = Reflect.get(Client.prototype, 'query');
  if (typeof query !== 'function') throw new Error('pg has no query to listen at');
  Client.prototype.query = function (this: Client, ...given: unknown[]): unknown {
    const [first, second] = given;
    const asked =
      typeof first === 'object' && first !== null
        ? (first as { text?: unknown; values?: unknown })
        : { text: first, values: second };
    if (typeof asked.text === 'string') see(this, asked.text)(Array.isArray(asked.values) ? asked.values : []);
    return Reflect.apply(query, this, given);
  } as never;
}

/** Stations that run in the same process have files of their own, which are of one tenant. */
const isCentral = (handle: object): boolean => {
  const path: unknown = Reflect.get(handle, 'name');
  return typeof path === 'string' && basename(path).startsWith('central');
};

function listenAtSqlite(see: See): void {
  const prepare: unknown = Reflect.get(Database.prototype, 'prepare');
  const exec: unknown = Reflect.get(Database.prototype, 'exec');
  if (typeof prepare !== 'function' || typeof exec !== 'function')
    throw new Error('better-sqlite3 has nothing to listen at');
  Reflect.set(Database.prototype, 'exec', function (this: object, text: string): unknown {
    if (isCentral(this)) see(this, text)([]);
    return Reflect.apply(exec, this, [text]);
  });
  Reflect.set(Database.prototype, 'prepare', function (this: object, text: string): unknown {
    const statement = Reflect.apply(prepare, this, [text]) as Record<string, unknown>;
    if (!isCentral(this)) return statement;
    const note = see(this, text);
    for (const name of ['run', 'get', 'all', 'iterate'] as const) {
      const run = statement[name];
      if (typeof run !== 'function') continue;
      statement[name] = (...values: unknown[]): unknown => {
        note(values);
        return Reflect.apply(run, statement, values);
      };
    }
    return statement;
  });
}
