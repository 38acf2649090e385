import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registerUnderSqlRules } from '../../../../test/support/sql/register-sql-rules.ts';
import { registerStoreTests } from '../../../../test/support/store/register-store-tests.ts';
import { openStore } from './open-store.ts';

registerUnderSqlRules(() =>
  registerStoreTests('SQLite', async () => {
    const data_dir = mkdtempSync(join(tmpdir(), 'serialbridge-store-'));
    const store = await openStore({ data_dir });
    return {
      store,
      reopen: () => openStore({ data_dir }),
      drop: async () => {
        await store.close();
        rmSync(data_dir, { recursive: true, force: true });
      },
    };
  }),
);
