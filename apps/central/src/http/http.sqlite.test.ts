import { openHttpBench } from '../../../../test/support/http/http-bench.ts';
import { registerUnderSqlRules } from '../../../../test/support/sql/register-sql-rules.ts';
import { registerHttpTests } from '../../../../test/support/http/register-http-tests.ts';

registerUnderSqlRules(() => registerHttpTests('SQLite', () => openHttpBench()));
