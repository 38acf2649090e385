import { describe } from 'vitest';
import { registerFirstStartTests } from './register-first-start-tests.ts';

describe('the first start on SQLite', () => {
  registerFirstStartTests(() => Promise.resolve(null));
});
