import { registerUnderSqlRules } from '../../../../test/support/sql/register-sql-rules.ts';
import { freshStore } from '../../../../test/support/store/fresh-store.ts';
import { registerStoreTests } from '../../../../test/support/store/register-store-tests.ts';

registerUnderSqlRules(() => registerStoreTests('SQLite', () => freshStore()));
