import { registerCaseTests } from './support/register-case-tests.ts';

registerCaseTests('SQLite', () => Promise.resolve(undefined), true);
