import { afterAll, describe, inject } from 'vitest';
import { migratedDatabase } from '@serialbridge/testing/postgres/fresh-database';
import { registerCaseTests } from './support/register-case-tests.ts';

const server = inject('postgres');

describe.skipIf('missing' in server)('with PostgreSQL', () => {
  let drop: (() => Promise<void>) | undefined;
  afterAll(async () => {
    await drop?.();
  });
  registerCaseTests(
    'PostgreSQL',
    async () => {
      const database = await migratedDatabase('url' in server ? server.url : '');
      drop = database.drop;
      return database.url;
    },
    false,
  );
});
