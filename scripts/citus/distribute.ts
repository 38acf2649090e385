import { tenantTables } from '../../apps/central/src/storage/migrations/tenant-tables.ts';

/** Its shards are where every other table of the same tenant goes. */
const ANCHOR = 'tenant';

/**
 * The statements that distribute every tenant's table by tenant_id, all of them co-located, the anchor first. A table that is distributed
 * already is left as it is, so that they may be said again, as after a migration that made a table.
 */
export function distributeStatements(): string[] {
  const tables = [ANCHOR, ...tenantTables().filter((table) => table !== ANCHOR)];
  return tables.map((table) => {
    const beside = table === ANCHOR ? 'none' : ANCHOR;
    return (
      `select create_distributed_table('"${table}"', 'tenant_id', colocate_with => '${beside}') ` +
      `where not exists (select 1 from pg_dist_partition where logicalrel = '"${table}"'::regclass)`
    );
  });
}
