import type { Migration } from './ddl.ts';

/**
 * Which server has a tenant's rows (on the first server only; empty where there is one server), and, on a server that a tenant has left,
 * where it went: an old copy is never written on.
 */
export const tenantDirectory: Migration = {
  name: '0171-tenant-directory',
  statements: [
    `create table tenant_directory (tenant_id uuid not null, server text not null, placed_at bigint not null, primary key (tenant_id))`,
    `create table tenant_moved (tenant_id uuid not null, server text not null, moved_at bigint not null, primary key (tenant_id))`,
  ],
};
