import { openHttpBench } from '@serialbridge/testing/http/http-bench';
import { registerMaskingTests } from '@serialbridge/testing/http/register-masking-tests';
import { registerRightsTests } from '@serialbridge/testing/http/register-rights-tests';
import { registerRoleTests } from '@serialbridge/testing/http/register-role-tests';

registerRightsTests('SQLite', () => openHttpBench());
registerRoleTests('SQLite', () => openHttpBench());
registerMaskingTests('SQLite', () => openHttpBench());
