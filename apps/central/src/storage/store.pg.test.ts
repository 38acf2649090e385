import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, inject } from 'vitest';
import { freshDatabase } from '../../../../test/support/fresh-database.ts';
import { registerUnderSqlRules } from '../../../../test/support/sql/register-sql-rules.ts';
import { registerStoreTests } from '../../../../test/support/store/register-store-tests.ts';
import { openStore } from './open-store.ts';

const server = inject('postgres');

describe.skipIf('missing' in server)('with PostgreSQL', () => {
  registerUnderSqlRules(() =>
    registerStoreTests('PostgreSQL', async () => {
      const { url, drop } = await freshDatabase('url' in server ? server.url : '');
      const data_dir = mkdtempSync(join(tmpdir(), 'serialbridge-store-'));
      const store = await openStore({ database_url: url, data_dir });
      return {
        store,
        reopen: () => openStore({ database_url: url, data_dir }),
        drop: async () => {
          await store.close();
          await drop();
          rmSync(data_dir, { recursive: true, force: true });
        },
      };
    }),
  );
});
