import type { Migration } from './ddl.ts';

/** What stations pull: whole rows in the order of the tenant's versions. */
export const feed: Migration = {
  name: '0060-feed',
  statements: [
    `create table feed /* by key */ (
    tenant_id uuid not null,
    version bigint not null,
    ord bigint not null,
    entity text not null,
    "key" text not null,
    "row" text,
    primary key (tenant_id, version, ord)
  )`,
    `create table feed_version /* by key */ (
    tenant_id uuid not null,
    version bigint not null,
    hash text not null,
    rows bigint not null,
    "at" bigint not null,
    primary key (tenant_id, version)
  )`,
  ],
};
