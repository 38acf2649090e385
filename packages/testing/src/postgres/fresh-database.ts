import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { openStore } from '@serialbridge/central/storage';
import { temporaryFolder } from '../temporary-folder.ts';

export interface TestDatabase {
  readonly url: string;
  /** Cuts off whoever is still connected. */
  readonly drop: () => Promise<void>;
}

async function run(server_url: string, text: string): Promise<void> {
  const client = new Client({ connectionString: server_url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

async function create(server_url: string, from: string | null): Promise<TestDatabase & { readonly name: string }> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await run(server_url, `create database ${name}${from === null ? '' : ` template ${from}`}`);
  const own = new URL(server_url);
  own.pathname = `/${name}`;
  return { name, url: own.href, drop: () => run(server_url, `drop database if exists ${name} with (force)`) };
}

/** A new empty database on the server at `server_url`. */
export const freshDatabase = (server_url: string): Promise<TestDatabase> => create(server_url, null);

let template: Promise<string> | undefined;

async function makeTemplate(server_url: string): Promise<string> {
  const { name, url } = await create(server_url, null);
  const folder = temporaryFolder();
  const store = await openStore({ database_url: url, data_dir: folder.dir });
  await store.close();
  folder.remove();
  return name;
}

/** The same with central's tables in it: they are made once a process, and copied. */
export async function migratedDatabase(server_url: string): Promise<TestDatabase> {
  template ??= makeTemplate(server_url);
  return create(server_url, await template);
}
