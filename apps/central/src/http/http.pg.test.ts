import { describe, inject } from 'vitest';
import { freshDatabase } from '../../../../test/support/fresh-database.ts';
import { openHttpBench } from '../../../../test/support/http/http-bench.ts';
import { registerUnderSqlRules } from '../../../../test/support/sql/register-sql-rules.ts';
import { registerHttpTests } from '../../../../test/support/http/register-http-tests.ts';

const server = inject('postgres');

describe.skipIf('missing' in server)('with PostgreSQL', () => {
  registerUnderSqlRules(() =>
    registerHttpTests('PostgreSQL', async () => {
      const { url, drop } = await freshDatabase('url' in server ? server.url : '');
      const bench = await openHttpBench(url);
      return {
        ...bench,
        close: async () => {
          await bench.close();
          await drop();
        },
      };
    }),
  );
});
