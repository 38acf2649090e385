import type { Migration } from './ddl.ts';

/** What a restore needs: records that were lost, outboxes that people imported, and what is known of backups. None of these is ever deleted. */
export const recovery: Migration = {
  name: '0006-recovery',
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
    `create table lost_record_station (
    tenant_id uuid not null,
    entity text collate "C" not null,
    "key" text collate "C" not null,
    station_id uuid not null,
    as_of_version bigint not null,
    reported_at bigint not null,
    primary key (tenant_id, entity, "key", station_id)
  )`,
    `create table outbox_import (
    tenant_id uuid not null,
    outbox_import_id uuid not null,
    station_id uuid not null,
    operator_id uuid,
    imported_by text not null,
    imported_at bigint not null,
    file_name text not null,
    file_sha256 text not null,
    key_id text not null,
    exported_at bigint not null,
    events bigint not null,
    events_new bigint not null,
    events_held bigint not null,
    cases bigint not null,
    primary key (tenant_id, outbox_import_id)
  )`,
    `create table backup_mark (
    tenant_id uuid not null,
    backup_id uuid not null,
    epoch uuid not null,
    version bigint not null,
    hash text not null,
    marked_at bigint not null,
    noted_at bigint,
    noted_by text,
    place text,
    primary key (tenant_id, backup_id)
  )`,
    `create table backed_up_chain /* by key */ (
    tenant_id uuid not null,
    station_id uuid not null,
    incarnation uuid not null,
    seq bigint not null,
    primary key (tenant_id, station_id, incarnation)
  )`,
    `create index lost_record_state on lost_record (tenant_id, "state", entity, "key")`,
    `create index outbox_import_newest on outbox_import (tenant_id, imported_at, outbox_import_id)`,
  ],
};
