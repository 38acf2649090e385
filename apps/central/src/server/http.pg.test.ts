import { describe, inject } from 'vitest';
import { postgresBench } from '@serialbridge/testing/http/open-postgres-bench';
import { registerUnderSqlRules } from '@serialbridge/testing/sql/register-sql-rules';
import { registerAdmissionTests } from '@serialbridge/testing/http/register-admission-tests';
import { registerAuditTests } from '@serialbridge/testing/http/register-audit-tests';
import { registerPinTests } from '@serialbridge/testing/http/register-pin-tests';
import { registerSignInTests } from '@serialbridge/testing/http/register-sign-in-tests';
import { registerRecordTests } from '@serialbridge/testing/http/register-record-tests';
import { registerHttpTests } from '@serialbridge/testing/http/register-http-tests';

const server = inject('postgres');

const open = postgresBench(server);

describe.skipIf('missing' in server)('with PostgreSQL', () => {
  registerUnderSqlRules(() => registerHttpTests('PostgreSQL', open));
  registerUnderSqlRules(() => registerRecordTests('PostgreSQL', open));
  registerUnderSqlRules(() => registerAuditTests('PostgreSQL', open));
  registerUnderSqlRules(() => registerPinTests('PostgreSQL', open));
  registerUnderSqlRules(() => registerSignInTests('PostgreSQL', open));
  registerAdmissionTests('PostgreSQL', open);
});
