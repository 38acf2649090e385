import { MIGRATIONS } from './index.ts';

/** Every table that holds rows of tenants, in the order in which they were made; the migrations are the only list of them. */
export function tenantTables(): string[] {
  return MIGRATIONS.flatMap((step) => step.statements).flatMap((text) => {
    const made = /^\s*create table "?(\w+)"?/u.exec(text)?.[1];
    return made === undefined ? [] : [made];
  });
}
