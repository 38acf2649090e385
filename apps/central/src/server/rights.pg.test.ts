import { describe, inject } from 'vitest';
import { migratedDatabase } from '@serialbridge/testing/postgres/fresh-database';
import { openHttpBench } from '@serialbridge/testing/http/http-bench';
import { registerMaskingTests } from '@serialbridge/testing/http/register-masking-tests';
import { registerRightsTests } from '@serialbridge/testing/http/register-rights-tests';
import { registerRoleTests } from '@serialbridge/testing/http/register-role-tests';
import type { OpenBench } from '@serialbridge/testing/http/register-http-tests';

const server = inject('postgres');

const open: OpenBench = async () => {
  const { url, drop } = await migratedDatabase('url' in server ? server.url : '');
  const bench = await openHttpBench(url);
  return {
    ...bench,
    close: async () => {
      await bench.close();
      await drop();
    },
  };
};

describe.skipIf('missing' in server)('with PostgreSQL', () => {
  registerRightsTests('PostgreSQL', open);
  registerRoleTests('PostgreSQL', open);
  registerMaskingTests('PostgreSQL', open);
});
