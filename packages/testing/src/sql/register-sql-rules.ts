import { afterAll, describe, expect, test } from 'vitest';
import { ACROSS_TENANTS } from './exceptions.ts';
import { acrossTenants, breachesOf } from './rules.ts';
import { migratedTables } from './tables.ts';
import { watchSql } from './watch-sql.ts';

/** Registers `suite` under a watch of every statement it runs; afterwards they are held against the rules that keep SQL portable. */
export function registerUnderSqlRules(suite: () => void): void {
  const watch = watchSql();
  suite();
  describe('every statement that ran', () => {
    afterAll(() => watch.statements.clear());
    test('sql.tenant, sql.tenant-leads and the words that are forbidden', () => {
      const tables = new Set(migratedTables().filter((table) => table !== 'tenant'));
      expect(watch.statements.size).toBeGreaterThan(50);
      expect([...watch.statements].flatMap((text) => breachesOf(text, tables, ACROSS_TENANTS))).toEqual([]);
    });
    test('sql.one-tenant: no transaction touches two tenants', () => {
      expect(watch.tenants.size).toBeGreaterThan(1);
      expect(watch.transactions.some(({ values }) => [...values].some((value) => watch.tenants.has(value)))).toBe(true);
      expect(acrossTenants(watch.transactions, watch.tenants)).toEqual([]);
    });
  });
}
