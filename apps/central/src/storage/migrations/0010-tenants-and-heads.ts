import type { Migration } from './ddl.ts';

/** Who writes, and how far: the tenant's turn and head, and the head of each station's chain. */
export const tenantsAndHeads: Migration = {
  name: '0010-tenants-and-heads',
  statements: [
    `create table tenant (
    tenant_id uuid not null primary key,
    name text not null,
    created_at bigint not null
  )`,
    `create table tenant_head (
    tenant_id uuid not null primary key,
    central_id uuid not null,
    central_incarnation uuid not null,
    epoch uuid not null,
    version bigint not null,
    hash text not null,
    floor bigint not null
  )`,
    `create table station_head (
    tenant_id uuid not null,
    station_id uuid not null,
    incarnation uuid not null,
    durable_seq bigint not null,
    hash text not null,
    fork_of uuid,
    fork_seq bigint,
    fork_hash text,
    case_id uuid,
    created_at bigint not null,
    primary key (tenant_id, station_id, incarnation)
  )`,
  ],
};
