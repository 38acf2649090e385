import type { Migration } from './ddl.ts';

/** Roles that the house made of the rights there are. The built-in ones are no records. */
export const roles: Migration = {
  name: '0007-roles',
  statements: [
    `create table "role" (
    tenant_id uuid not null,
    role_id uuid not null,
    code text collate "C" not null,
    name text not null,
    rights jsonb not null,
    active boolean not null,
    double_of uuid,
    primary key (tenant_id, role_id)
  )`,
    `create index role_code on "role" (tenant_id, code)`,
    `create unique index role_code_unique on "role" (tenant_id, code) where double_of is null`,
  ],
};
