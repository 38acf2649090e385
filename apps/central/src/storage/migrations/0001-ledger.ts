import type { Migration } from './ddl.ts';

/**
 * The ledger: who writes and how far, the events as they came, the feed that stations pull. Events are never changed and never deleted; only
 * outcome, cases and their place in the order are filled in later for a held one.
 */
export const ledger: Migration = {
  name: '0001-ledger',
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
    floor bigint not null,
    scoped_since bigint
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
    `create table event (
    tenant_id uuid not null,
    event_id uuid not null,
    station_id uuid not null,
    incarnation uuid not null,
    seq bigint not null,
    type text not null,
    v bigint not null,
    operator_id uuid,
    captured_at bigint not null,
    received_at bigint not null,
    hash text not null,
    envelope text not null,
    outcome text not null,
    held_reason text,
    case_ids text not null,
    version bigint not null,
    ord bigint not null,
    primary key (tenant_id, event_id)
  )`,
    `create table event_unit /* by key */ (
    tenant_id uuid not null,
    unit_id uuid not null,
    version bigint not null,
    ord bigint not null,
    event_id uuid not null,
    state_before text,
    state_after text not null,
    warehouse_before uuid,
    warehouse_after uuid,
    version_before bigint not null,
    primary key (tenant_id, unit_id, version, ord)
  )`,
    `create table ledger_case /* by key */ (
    tenant_id uuid not null,
    version bigint not null,
    ord bigint not null,
    case_id uuid not null,
    "row" text not null,
    primary key (tenant_id, version, ord, case_id)
  )`,
    `create table event_fork (
    tenant_id uuid not null,
    station_id uuid not null,
    incarnation uuid not null,
    seq bigint not null,
    hash text not null,
    event_id uuid not null,
    kind text not null,
    chain uuid not null,
    case_id uuid,
    envelope text not null,
    received_at bigint not null,
    version bigint not null,
    ord bigint not null,
    primary key (tenant_id, station_id, chain, seq, hash)
  )`,
    `create table feed /* by key */ (
    tenant_id uuid not null,
    version bigint not null,
    ord bigint not null,
    entity text not null,
    "key" text not null,
    "row" text,
    warehouse_id uuid,
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
    `create table epoch_start (
    tenant_id uuid not null,
    epoch uuid not null,
    before_epoch uuid not null,
    version bigint not null,
    "at" bigint not null,
    primary key (tenant_id, epoch)
  )`,
    `create unique index event_sequence on event (tenant_id, station_id, incarnation, seq)`,
    `create unique index event_ledger_order on event (tenant_id, version, ord)`,
    `create index event_held on event (tenant_id, version, ord) where outcome = 'held'`,
  ],
};
