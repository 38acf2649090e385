import type { Migration } from './ddl.ts';

/** The ledger. Events are never changed and never deleted; only outcome, cases and place in the order are filled in later for a held one. */
export const eventsAndTheirUnits: Migration = {
  name: '0050-events-and-their-units',
  statements: [
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
    `create unique index event_sequence on event (tenant_id, station_id, incarnation, seq)`,
    `create unique index event_ledger_order on event (tenant_id, version, ord)`,
    `create index event_held on event (tenant_id, version, ord) where outcome = 'held'`,
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
  ],
};
