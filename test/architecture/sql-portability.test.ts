import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { MIGRATIONS } from '@serialbridge/central/storage/migrations';
import { ACROSS_TENANTS } from '@serialbridge/testing/sql/exceptions';
import { acrossTenants, breachesOf } from '@serialbridge/testing/sql/rules';
import { migratedTables } from '@serialbridge/testing/sql/tables';

const CENTRAL = join(import.meta.dirname, '../../apps/central/src');
const tables = new Set(migratedTables().filter((table) => table !== 'tenant'));
const rulesOf = (text: string): string[] => breachesOf(text, tables, ACROSS_TENANTS).map(({ rule }) => rule);

/** Central's own sources: file and text. */
const sources = readdirSync(CENTRAL, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .map((name) => ({ name: relative('.', name), text: readFileSync(join(CENTRAL, name), 'utf8') }));

/** SQL written out in a source: what stands between quotes and begins with a verb of SQL; what is put in is a name. */
function rawSql(text: string): string[] {
  const found = text.matchAll(
    /(['`])(\s*(?:select|insert into|update|delete from|with|create|alter|drop|lock|copy)\s[^'`]*(?:'[^'`]*'[^'`]*)*)\1/giu,
  );
  return [...found].map(([, , sql = '']) => sql.replaceAll(/\$\{[^}]*\}/gu, 'x'));
}

const filesWith = (word: RegExp): string[] => sources.filter(({ text }) => word.test(text)).map(({ name }) => name);

describe('SQL that runs on PostgreSQL, SQLite and a distributed PostgreSQL alike', () => {
  test('migrations: tenant_id leads every primary key and unique index, and no word is forbidden', () => {
    const statements = MIGRATIONS.flatMap((step) => step.statements);
    expect(statements.length).toBeGreaterThan(80);
    expect(statements.flatMap((text) => breachesOf(text, tables, ACROSS_TENANTS))).toEqual([]);
  });

  test('every table has tenant_id first', () => {
    const makers = MIGRATIONS.flatMap((step) => step.statements).filter((text) => /^\s*create table/u.test(text));
    expect(
      makers.filter(
        (text) =>
          !/^[^(]*\(\s*tenant_id uuid not null/u.test(
            text.replace('(tenant_id uuid primary key', '(tenant_id uuid not null'),
          ),
      ),
    ).toEqual([]);
  });

  test('SQL written out in the sources keeps the rules', () => {
    const raw = sources.flatMap(({ name, text }) => rawSql(text).map((sql) => ({ name, sql })));
    expect(raw.length).toBeGreaterThan(10);
    expect(raw.filter(({ sql }) => rulesOf(sql).length > 0)).toEqual([]);
  });

  test('sql.audit-kept: no source changes or deletes an entry of the audit log', () => {
    const changers =
      /\b(?:updateTable|deleteFrom|replaceInto|mergeInto)\(\s*['"`]audit_entry|\b(?:upsert|deleteKeys)\([^)]*AUDIT_TABLE/u;
    expect(filesWith(changers)).toEqual([]);
    expect(changers.test("db.deleteFrom('audit_entry')")).toBe(true);
    expect(changers.test('tx.bulk.upsert(tenant_id, AUDIT_TABLE, rows)')).toBe(true);
  });

  test('sql.one-adapter: unnest and json_each stand in one file each', () => {
    expect(filesWith(/\bunnest\(/u)).toEqual(['storage/postgres/postgres-bulk.ts']);
    expect(filesWith(/\bjson_each\(/u)).toEqual(['storage/sqlite/sqlite-bulk.ts']);
  });
});

describe('each rule finds what breaks it', () => {
  test.each([
    ['sql.tenant-leads', 'create table t (unit_id uuid not null, tenant_id uuid not null, primary key (unit_id))'],
    ['sql.tenant-leads', 'create table t (id uuid primary key, tenant_id uuid)'],
    ['sql.tenant-leads', 'create unique index u on unit (serial_norm, tenant_id) where not forked'],
    ['sql.tenant', 'select * from "unit" where "unit_id" = $1'],
    [
      'sql.tenant',
      'select * from "case" join "unit" on "unit"."unit_id" = "case"."case_id" where "case"."tenant_id" = $1',
    ],
    ['sql.tenant', 'insert into "bin" ("bin_id", "code") values ($1, $2)'],
    ['sql.tenant', `update "unit" set "state" = 'tenant_id = ' where "unit_id" = $1`],
    ['sql.tenant', 'delete from "session" where "expires_at" < $1'],
    ['sql.no-sequence', 'create table t (tenant_id uuid not null, n bigserial, primary key (tenant_id, n))'],
    [
      'sql.no-sequence',
      'create table t (tenant_id uuid not null, n bigint generated always as identity, primary key (tenant_id, n))',
    ],
    ['sql.no-sequence', `select nextval('order_number')`],
    ['sql.no-advisory-lock', 'select pg_advisory_xact_lock(1)'],
    ['sql.no-notify', `notify head, '7'`],
    ['sql.no-system-column', 'select ctid from "unit" where "tenant_id" = $1'],
    [
      'sql.no-deferrable',
      'alter table "unit" add constraint u unique (tenant_id, unit_id) deferrable initially deferred',
    ],
    ['sql.audit-kept', 'update "audit_entry" set label = ? where tenant_id = ?'],
    ['sql.audit-kept', 'delete from audit_entry where tenant_id = $1'],
    [
      'sql.audit-kept',
      'insert into "audit_entry" (tenant_id, label) values (?, ?) on conflict (tenant_id) do update set label = ?',
    ],
    ['sql.no-trigger', 'create trigger t before insert on "unit" for each row execute function f()'],
    ['sql.no-foreign-key', 'alter table "bin" add foreign key (tenant_id, warehouse_id) references warehouse'],
    ['sql.skip-locked', 'select event_id from job where due < 5 for update skip locked'],
  ])('%s: %s', (rule, text) => {
    expect(rulesOf(text)).toContain(rule);
  });

  test.each([
    'select * from "unit" where "tenant_id" = $1 and "unit_id" = $2',
    'select * from "case" as c join "unit" on "unit"."tenant_id" = c."tenant_id" where c."tenant_id" = $1',
    'insert into "bin" (tenant_id, "bin_id") select $1::uuid, k.bin_id from unnest($2::uuid[]) as k(bin_id)',
    'select event_id from job where tenant_id = $1 for update skip locked',
    'select "serial_raw" from "unit" where "tenant_id" = $1 and "serial_raw" = \'nextval\'',
  ])('and leaves alone: %s', (text) => {
    expect(rulesOf(text)).toEqual([]);
  });

  test('sql.one-tenant: a transaction that names two', () => {
    const both = { values: new Set(['a', 'b', 'x']) };
    expect(acrossTenants([{ values: new Set(['a', 'x']) }, both], new Set(['a', 'b']))).toEqual([['a', 'b']]);
  });
});
