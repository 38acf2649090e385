import { registerAdmissionTests } from '@serialbridge/testing/http/register-admission-tests';
import { openHttpBench } from '@serialbridge/testing/http/http-bench';
import { registerUnderSqlRules } from '@serialbridge/testing/sql/register-sql-rules';
import { registerAuditTests } from '@serialbridge/testing/http/register-audit-tests';
import { registerPinTests } from '@serialbridge/testing/http/register-pin-tests';
import { registerSignInTests } from '@serialbridge/testing/http/register-sign-in-tests';
import { registerRecordTests } from '@serialbridge/testing/http/register-record-tests';
import { registerHttpTests } from '@serialbridge/testing/http/register-http-tests';

registerUnderSqlRules(() => registerHttpTests('SQLite', () => openHttpBench()));
registerUnderSqlRules(() => registerRecordTests('SQLite', () => openHttpBench()));
registerUnderSqlRules(() => registerAuditTests('SQLite', () => openHttpBench()));
registerUnderSqlRules(() => registerPinTests('SQLite', () => openHttpBench()));
registerUnderSqlRules(() => registerSignInTests('SQLite', () => openHttpBench()));
registerAdmissionTests('SQLite', () => openHttpBench());
