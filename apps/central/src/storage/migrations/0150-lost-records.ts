import type { Migration } from './ddl.ts';

/** What a restored central lost of its own facts, as stations' caches tell it, and when epochs began. */
export const lostRecords: Migration = {
  name: '0150-lost-records',
  statements: [
    `create table lost_record (
    tenant_id uuid not null,
    entity text collate "C" not null,
    "key" text collate "C" not null,
    "row" text not null,
    as_of_epoch uuid not null,
    as_of_version bigint not null,
    "state" text not null,
    reported_at bigint not null,
    decided_by uuid,
    decided_at bigint,
    primary key (tenant_id, entity, "key")
  )`,
    `create index lost_record_state on lost_record (tenant_id, "state", entity, "key")`,
    `create table lost_record_station (
    tenant_id uuid not null,
    entity text collate "C" not null,
    "key" text collate "C" not null,
    station_id uuid not null,
    as_of_version bigint not null,
    reported_at bigint not null,
    primary key (tenant_id, entity, "key", station_id)
  )`,
    `create table epoch_start (
    tenant_id uuid not null,
    epoch uuid not null,
    before_epoch uuid not null,
    version bigint not null,
    "at" bigint not null,
    primary key (tenant_id, epoch)
  )`,
  ],
};
