import { describe, inject } from 'vitest';
import { migratedDatabase } from '@serialbridge/testing/postgres/fresh-database';
import { registerUnderSqlRules } from '@serialbridge/testing/sql/register-sql-rules';
import { freshStore } from '@serialbridge/testing/store/fresh-store';
import { registerStoreTests } from '@serialbridge/testing/store/register-store-tests';

const server = inject('postgres');

describe.skipIf('missing' in server)('with PostgreSQL', () => {
  registerUnderSqlRules(() =>
    registerStoreTests('PostgreSQL', async () => freshStore(await migratedDatabase('url' in server ? server.url : ''))),
  );
});
