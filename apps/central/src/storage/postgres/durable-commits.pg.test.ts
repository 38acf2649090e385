import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { Client } from 'pg';
import { expect, inject, test, vi } from 'vitest';
import { freshDatabase } from '@serialbridge/testing/postgres/fresh-database';
import { startOwnPostgres } from '@serialbridge/testing/postgres/postgres';
import { openStore } from '../open-store.ts';

const server = inject('postgres');
const missing = 'missing' in server ? server.missing : null;

test('storage.durable-commits: where the database’s default does not wait for the disk, central’s own connections do', async (context) => {
  context.skip(missing !== null, missing ?? '');
  const { url, drop } = await freshDatabase('url' in server ? server.url : '');
  const data_dir = mkdtempSync(join(tmpdir(), 'serialbridge-store-'));
  const client = new Client({ connectionString: url });
  await client.connect();
  const name = new URL(url).pathname.slice(1);
  await client.query(`alter database ${name} set synchronous_commit = off`);
  const warnings: string[] = [];
  const logger = {
    info: () => undefined,
    error: () => undefined,
    warn: (_: object, text: string) => void warnings.push(text),
  };
  const store = await openStore({ database_url: url, data_dir, logger });
  try {
    const settings = await Promise.all(
      Array.from({ length: 4 }, () =>
        store.transaction(async ({ db }) => {
          const { rows } = await sql<{
            commits: string;
          }>`select current_setting('synchronous_commit') as commits`.execute(db);
          return rows[0]?.commits;
        }),
      ),
    );
    expect(settings).toEqual(['on', 'on', 'on', 'on']);
    expect(warnings.filter((text) => text.includes('without waiting for the disk'))).toHaveLength(1);
    await client.query(`alter database ${name} set synchronous_commit = remote_apply`);
    const other = await openStore({ database_url: url, data_dir, logger });
    const { rows } = await other.transaction(({ db }) =>
      sql<{ commits: string }>`select current_setting('synchronous_commit') as commits`.execute(db),
    );
    await other.close();
    expect(rows[0]?.commits).toBe('remote_apply');
  } finally {
    await store.close();
    await client.end();
    await drop();
    rmSync(data_dir, { recursive: true, force: true });
  }
});

test('storage.durable-commits: a server that may write half pages is warned of', async (context) => {
  context.skip(missing !== null, missing ?? '');
  const { url, drop } = await freshDatabase('url' in server ? server.url : '');
  const data_dir = mkdtempSync(join(tmpdir(), 'serialbridge-store-'));
  const client = new Client({ connectionString: url });
  await client.connect();
  const put = async (value: 'on' | 'off'): Promise<void> => {
    await client.query(`alter system set full_page_writes = ${value}`);
    await client.query('select pg_reload_conf()');
    await vi.waitFor(async () => {
      const { rows } = await client.query<{ now: string }>("select current_setting('full_page_writes') as now");
      expect(rows[0]?.now).toBe(value);
    });
  };
  const warnings: string[] = [];
  const logger = {
    info: () => undefined,
    error: () => undefined,
    warn: (_: object, text: string) => void warnings.push(text),
  };
  try {
    await put('off');
    await (await openStore({ database_url: url, data_dir, logger })).close();
    expect(warnings).toEqual([expect.stringContaining('full_page_writes=off')]);
  } finally {
    await put('on');
    await client.query('alter system reset full_page_writes');
    await client.end();
    await drop();
    rmSync(data_dir, { recursive: true, force: true });
  }
});

test('storage.durable-commits: a server that never syncs is refused', async (context) => {
  context.skip(missing !== null, missing ?? '');
  const careless = await startOwnPostgres({ settings: ['fsync=off'] });
  const data_dir = mkdtempSync(join(tmpdir(), 'serialbridge-store-'));
  try {
    await expect(openStore({ database_url: careless.url, data_dir })).rejects.toThrow(/fsync=off/u);
  } finally {
    await careless.stop();
    rmSync(data_dir, { recursive: true, force: true });
  }
}, 60_000);
