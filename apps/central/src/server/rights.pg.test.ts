import { describe, inject } from 'vitest';
import { postgresBench } from '@serialbridge/testing/http/open-postgres-bench';
import { registerMaskingTests } from '@serialbridge/testing/http/register-masking-tests';
import { registerRightsTests } from '@serialbridge/testing/http/register-rights-tests';
import { registerRoleTests } from '@serialbridge/testing/http/register-role-tests';

const server = inject('postgres');

const open = postgresBench(server);

describe.skipIf('missing' in server)('with PostgreSQL', () => {
  registerRightsTests('PostgreSQL', open);
  registerRoleTests('PostgreSQL', open);
  registerMaskingTests('PostgreSQL', open);
});
