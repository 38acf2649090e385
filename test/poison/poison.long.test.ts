import { describe, inject } from 'vitest';
import { migratedDatabase } from '@serialbridge/testing/postgres/fresh-database';
import { registerPoisonTests } from './support/register-poison-tests.ts';

const server = inject('postgres');
const open = async (): Promise<string> => (await migratedDatabase('url' in server ? server.url : '')).url;

registerPoisonTests('SQLite', () => Promise.resolve(undefined), 10_000, 5);

describe.skipIf('missing' in server)('with PostgreSQL', () => {
  registerPoisonTests('PostgreSQL', open, 1500, 2);
});
