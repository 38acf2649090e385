import { describe, inject } from 'vitest';
import { freshDatabase } from '../../../../test/support/fresh-database.ts';
import { openHttpBench } from '../../../../test/support/http/http-bench.ts';
import { registerUnderSqlRules } from '../../../../test/support/sql/register-sql-rules.ts';
import { registerAdmissionTests } from '../../../../test/support/http/register-admission-tests.ts';
import { registerHttpTests, type OpenBench } from '../../../../test/support/http/register-http-tests.ts';

const server = inject('postgres');

const open: OpenBench = async () => {
  const { url, drop } = await freshDatabase('url' in server ? server.url : '');
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
  registerUnderSqlRules(() => registerHttpTests('PostgreSQL', open));
  registerAdmissionTests('PostgreSQL', open);
});
