import { registerUnderSqlRules } from '@serialbridge/testing/sql/register-sql-rules';
import { freshStore } from '@serialbridge/testing/store/fresh-store';
import { registerStoreTests } from '@serialbridge/testing/store/register-store-tests';

registerUnderSqlRules(() => registerStoreTests('SQLite', () => freshStore()));
