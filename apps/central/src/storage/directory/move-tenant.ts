import { pipeline } from 'node:stream/promises';
import { Client } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { tenantTables } from '../migrations/tenant-tables.ts';
import type { DatabaseServer } from './open-directory-store.ts';

export interface Moved {
  readonly from: string;
  readonly to: string;
  /** Rows copied, or that stood there already when an earlier try had come that far. */
  readonly rows: number;
  readonly version: number;
}

/** What was asked for cannot be; nothing was changed. */
export class MoveRefused extends Error {
  override readonly name = 'MoveRefused';
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;
const quoted = (name: string): string => `"${name}"`;

async function within<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function inTransaction<T>(client: Client, work: () => Promise<T>): Promise<T> {
  await client.query('begin');
  try {
    const result = await work();
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

async function columnsOf(client: Client, table: string): Promise<string> {
  const found = await client.query<{ name: string }>(
    `select column_name as name from information_schema.columns where table_schema = current_schema() and table_name = $1 order by ordinal_position`,
    [table],
  );
  return found.rows.map(({ name }) => quoted(name)).join(', ');
}

async function countIn(client: Client, table: string, tenant_id: string): Promise<number> {
  const found = await client.query<{ n: string }>(`select count(*) as n from ${quoted(table)} where tenant_id = $1`, [
    tenant_id,
  ]);
  return Number(found.rows[0]?.n);
}

async function headIn(
  client: Client,
  tenant_id: string,
  lock: boolean,
): Promise<{ version: number; hash: string } | undefined> {
  const found = await client.query<{ version: string; hash: string }>(
    `select version, hash from tenant_head where tenant_id = $1${lock ? ' for update' : ''}`,
    [tenant_id],
  );
  const [row] = found.rows;
  return row === undefined ? undefined : { version: Number(row.version), hash: row.hash };
}

async function drop(client: Client, tenant_id: string): Promise<void> {
  for (const table of tenantTables().toReversed())
    await client.query(`delete from ${quoted(table)} where tenant_id = $1`, [tenant_id]);
}

/** Same rows in every table and the same head. @throws Error that says which differs */
async function verify(source: Client, target: Client, tenant_id: string): Promise<{ rows: number; version: number }> {
  let rows = 0;
  for (const table of tenantTables()) {
    const [here, there] = [await countIn(source, table, tenant_id), await countIn(target, table, tenant_id)];
    if (here !== there)
      throw new Error(`${table} has ${here} rows of the tenant, the copy ${there}; nothing was switched.`);
    rows += here;
  }
  const [one, other] = [await headIn(source, tenant_id, false), await headIn(target, tenant_id, false)];
  if (one === undefined || one.version !== other?.version || one.hash !== other.hash)
    throw new Error('The copy has another head than the tenant; nothing was switched.');
  return { rows, version: one.version };
}

const placeIn = async (home: Client, tenant_id: string): Promise<string | undefined> => {
  const found = await home.query<{ server: string }>('select server from tenant_directory where tenant_id = $1', [
    tenant_id,
  ]);
  return found.rows[0]?.server;
};

/**
 * Moves a tenant to another server. The tenant's turn is held while its rows are copied, so that nothing is written meanwhile (stations
 * wait and try again); the copy is verified and committed, the old one is fenced off, and only then does the directory point to the new one.
 * Whatever fails, and whenever: said again, it goes on from there. The old copy stays until `dropOldCopies`.
 */
export async function moveTenant(
  databases: readonly [DatabaseServer, ...DatabaseServer[]],
  tenant_id: string,
  to: string,
): Promise<Moved> {
  const [home] = databases;
  const urlOf = (name: string): string => {
    const found = databases.find((one) => one.name === name);
    if (found === undefined) throw new MoveRefused(`There is no database server ${name}.`);
    return found.url;
  };
  if (!UUID.test(tenant_id)) throw new MoveRefused(`${tenant_id} is not the id of a tenant.`);
  urlOf(to);
  return within(home.url, async (directory) => {
    const from = (await placeIn(directory, tenant_id)) ?? home.name;
    if (from === to) throw new MoveRefused(`The tenant is on ${to} already.`);
    const done = await within(urlOf(from), (source) =>
      within(urlOf(to), (target) =>
        inTransaction(source, async () => {
          if ((await headIn(source, tenant_id, true)) === undefined)
            throw new MoveRefused(`${from} has no tenant ${tenant_id}.`);
          const fence = await source.query<{ server: string }>('select server from tenant_moved where tenant_id = $1', [
            tenant_id,
          ]);
          const fencedTo = fence.rows[0]?.server;
          // An earlier try came to the end of its copy; the fence has kept everybody from writing since.
          if (fencedTo !== to) await inTransaction(target, () => copyAll(source, target, tenant_id));
          const verified = await verify(source, target, tenant_id);
          await source.query(
            `insert into tenant_moved (tenant_id, server, moved_at) values ($1, $2, $3)
             on conflict (tenant_id) do update set server = excluded.server, moved_at = excluded.moved_at`,
            [tenant_id, to, Date.now()],
          );
          return verified;
        }),
      ),
    );
    await directory.query(
      `insert into tenant_directory (tenant_id, server, placed_at) values ($1, $2, $3)
       on conflict (tenant_id) do update set server = excluded.server, placed_at = excluded.placed_at`,
      [tenant_id, to, Date.now()],
    );
    return { from, to, ...done };
  });
}

async function copyAll(source: Client, target: Client, tenant_id: string): Promise<void> {
  // What an earlier try or an earlier stay left behind.
  await drop(target, tenant_id);
  await target.query('delete from tenant_moved where tenant_id = $1', [tenant_id]);
  for (const table of tenantTables()) {
    const columns = await columnsOf(source, table);
    const rows = source.query(
      copyTo(`copy (select ${columns} from ${quoted(table)} where tenant_id = '${tenant_id}') to stdout`),
    );
    await pipeline(rows, target.query(copyFrom(`copy ${quoted(table)} (${columns}) from stdin`)));
  }
}

/** Deletes the copies of a tenant on servers that it has left. @returns the servers' names */
export async function dropOldCopies(
  databases: readonly [DatabaseServer, ...DatabaseServer[]],
  tenant_id: string,
): Promise<string[]> {
  const [home] = databases;
  if (!UUID.test(tenant_id)) throw new MoveRefused(`${tenant_id} is not the id of a tenant.`);
  const at = (await within(home.url, (directory) => placeIn(directory, tenant_id))) ?? home.name;
  const dropped: string[] = [];
  for (const { name, url } of databases) {
    if (name === at) continue;
    await within(url, (client) =>
      inTransaction(client, async () => {
        // Only what was fenced off is an old copy.
        const fence = await client.query('select 1 from tenant_moved where tenant_id = $1', [tenant_id]);
        if (fence.rows.length === 0) return;
        await drop(client, tenant_id);
        dropped.push(name);
      }),
    );
  }
  return dropped;
}
