import { describe, inject } from 'vitest';
import { freshDatabase } from '../../../../test/support/fresh-database.ts';
import { registerUnderSqlRules } from '../../../../test/support/sql/register-sql-rules.ts';
import { freshStore } from '../../../../test/support/store/fresh-store.ts';
import { registerStoreTests } from '../../../../test/support/store/register-store-tests.ts';

const server = inject('postgres');

describe.skipIf('missing' in server)('with PostgreSQL', () => {
  registerUnderSqlRules(() =>
    registerStoreTests('PostgreSQL', async () => freshStore(await freshDatabase('url' in server ? server.url : ''))),
  );
});
