import { registerPoisonTests } from './support/register-poison-tests.ts';

/** A sample; `npm run test:long` plays 10,000. */
registerPoisonTests('SQLite', () => Promise.resolve(undefined), 600, 2);
