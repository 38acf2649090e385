import { describe, expect, inject, test } from 'vitest';
import { freshDatabase } from '@serialbridge/testing/postgres/fresh-database';
import { temporaryFolder } from '@serialbridge/testing/temporary-folder';
import { startCentral, type RunningCentral } from './start-central.ts';

const server = inject('postgres');
const ROUNDS = 20;

describe.skipIf('missing' in server)('with PostgreSQL', () => {
  test('central.first-start: two that start at once on an empty database both get ready, and make one tenant and one admin', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { url, drop } = await freshDatabase('url' in server ? server.url : '');
      const folders = [temporaryFolder(), temporaryFolder()] as const;
      const started: RunningCentral[] = [];
      try {
        const start = (dir: string): Promise<RunningCentral> =>
          startCentral({ data_dir: dir, database_url: url, port: 0, log_level: 'silent' });
        const both = await Promise.all([start(folders[0].dir), start(folders[1].dir)]);
        started.push(...both);
        const ready = await Promise.all(both.map(async (one) => (await fetch(`${one.url}/readyz`)).status));
        expect(ready).toEqual([200, 200]);
        const { db } = both[0].central.store;
        const tenants = await db.selectFrom('tenant').select('tenant_id').execute();
        const admins = await db.selectFrom('operator').select('code').execute();
        const warehouses = await db.selectFrom('warehouse').select('code').execute();
        expect({ round, tenants: tenants.length, admins, warehouses }).toEqual({
          round,
          tenants: 1,
          admins: [{ code: 'admin' }],
          warehouses: [{ code: 'MAIN' }],
        });
        // Whoever made the admin shows how to sign in, and the other does not.
        expect(both.filter(({ first_admin }) => first_admin !== null).length).toBe(1);
      } finally {
        for (const one of started) await one.close();
        await drop();
        for (const folder of folders) folder.remove();
      }
    }
  }, 120_000);
});
