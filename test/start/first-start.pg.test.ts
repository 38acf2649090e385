import { describe, inject } from 'vitest';
import { freshDatabase } from '@serialbridge/testing/postgres/fresh-database';
import { registerFirstStartTests } from './register-first-start-tests.ts';

const server = inject('postgres');

describe.skipIf('missing' in server)('the first start on PostgreSQL', () => {
  registerFirstStartTests(() => freshDatabase('url' in server ? server.url : ''));
});
