import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { tenantTables } from '../../apps/central/src/storage/migrations/tenant-tables.ts';

const printed = execFileSync(process.execPath, ['scripts/run.js', 'citus', '--print'], { encoding: 'utf8' });
const lines = printed.trim().split('\n');
const named = lines.map((line) => /create_distributed_table\('"(\w+)"', 'tenant_id'/u.exec(line)?.[1]);

test('citus: every table of tenants is distributed once, by tenant_id', () => {
  expect(named).toHaveLength(tenantTables().length);
  expect(new Set(named)).toEqual(new Set(tenantTables()));
});

test('citus: the table that the others lie beside comes first', () => {
  expect(named[0]).toBe('tenant');
  expect(lines[0]).toContain(`colocate_with => 'none'`);
  for (const line of lines.slice(1)) expect(line).toContain(`colocate_with => 'tenant'`);
});

test('citus: a table that is distributed already is left as it is', () => {
  for (const [at, line] of lines.entries())
    expect(line).toContain(
      `where not exists (select 1 from pg_dist_partition where logicalrel = '"${named[at]}"'::regclass)`,
    );
});
