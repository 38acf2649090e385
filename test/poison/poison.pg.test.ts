import { describe, inject } from 'vitest';
import { migratedDatabase } from '@serialbridge/testing/postgres/fresh-database';
import { registerPoisonTests } from './support/register-poison-tests.ts';

const server = inject('postgres');
const open = async (): Promise<string> => (await migratedDatabase('url' in server ? server.url : '')).url;

/** A sample of what PostgreSQL holds otherwise than SQLite: U+0000, ids, numbers. `npm run test:long` plays more. */
describe.skipIf('missing' in server)('with PostgreSQL', () => {
  registerPoisonTests('PostgreSQL', open, 250, 1);
});
