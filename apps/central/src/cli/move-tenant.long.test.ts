import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { describe, expect, inject, test } from 'vitest';
import { freshDatabase } from '../../../../test/support/fresh-database.ts';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
const server = inject('postgres');

/** Runs central's process; one that listens is asked to stop once `until` is done. */
function central(
  args: readonly string[],
  urls: string,
  until?: (url: string) => Promise<void>,
): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve, reject) => {
    const env = { PATH: process.env['PATH'], DATABASE_URLS: urls };
    const child = spawn(process.execPath, [MAIN, ...args], { env });
    let [out, err, told] = ['', '', false];
    child.stderr.on('data', (data: Buffer) => (err += data.toString()));
    child.stdout.on('data', (data: Buffer) => {
      out += data.toString();
      const line = /^\{"ready":true.*\}$/mu.exec(out)?.[0];
      if (line === undefined || told) return;
      told = true;
      const { url } = JSON.parse(line) as { url: string };
      void (until?.(url) ?? Promise.resolve()).catch(reject).finally(() => child.kill('SIGTERM'));
    });
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, out, err });
    });
  });
}

async function tenantsAt(url: string): Promise<string[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const found = await client.query<{ tenant_id: string }>('select tenant_id from tenant');
  await client.end();
  return found.rows.map((row) => row.tenant_id);
}

describe.skipIf('missing' in server)('central move-tenant', () => {
  test('a tenant moves, is served there, and its old copy is dropped; wrong names are refused in one line', async () => {
    const given = 'url' in server ? server.url : '';
    const [one, two] = [await freshDatabase(given), await freshDatabase(given)];
    const data = mkdtempSync(join(tmpdir(), 'serialbridge-move-'));
    const urls = `one=${one.url} two=${two.url}`;
    try {
      const first = await central(['--port', '0', '--data', data], urls);
      const pin = /the PIN (\d{6})/u.exec(first.err)?.[1];
      const [at, from, to] =
        (await tenantsAt(one.url)).length === 1 ? [one, 'one', 'two'] : ([two, 'two', 'one'] as const);
      const [tenant = ''] = await tenantsAt(at.url);
      for (const args of [
        [tenant, '--to', 'three'],
        ['nobody', '--to', to ?? ''],
        ['nobody', '--drop'],
      ]) {
        const refused = await central(['move-tenant', ...args], urls);
        expect([refused.code === 0, refused.err.trim().split('\n').length, refused.out]).toEqual([false, 1, '']);
        expect(refused.err).not.toContain('Central cannot start');
      }
      const moved = await central(['move-tenant', tenant, '--to', to ?? ''], urls);
      expect(JSON.parse(moved.out)).toMatchObject({ tenant_id: tenant, from, to });
      const dropped = await central(['move-tenant', tenant, '--drop'], urls);
      expect(JSON.parse(dropped.out)).toEqual({ tenant_id: tenant, dropped: [from] });
      expect(await tenantsAt(at.url)).toEqual([]);
      let status = 0;
      await central(['--port', '0', '--data', data], urls, async (url) => {
        const body = JSON.stringify({ code: 'admin', pin });
        const headers = { 'content-type': 'application/json' };
        ({ status } = await fetch(`${url}/api/session`, { method: 'POST', headers, body }));
      });
      expect(status).toBe(200);
    } finally {
      await Promise.all([one.drop(), two.drop()]);
      rmSync(data, { recursive: true, force: true });
    }
  }, 60_000);
});
