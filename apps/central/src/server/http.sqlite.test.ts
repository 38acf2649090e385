import { registerAdmissionTests } from '../../../../test/support/http/register-admission-tests.ts';
import { openHttpBench } from '../../../../test/support/http/http-bench.ts';
import { registerUnderSqlRules } from '../../../../test/support/sql/register-sql-rules.ts';
import { registerHttpTests } from '../../../../test/support/http/register-http-tests.ts';

registerUnderSqlRules(() => registerHttpTests('SQLite', () => openHttpBench()));
registerAdmissionTests('SQLite', () => openHttpBench());
