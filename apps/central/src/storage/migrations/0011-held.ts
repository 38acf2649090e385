import type { Migration } from './ddl.ts';

/**
 * Held events, what each waits for, and which are due to be tried again. An event that was held before this step has no row here yet: it is
 * tried once at start, and gets one if it stays held (ledger/retry-held.ts).
 */
export const held: Migration = {
  name: '0011-held',
  statements: [
    `alter table "case" add column station_id uuid`,
    `alter table "case" add column held_reason text`,
    `alter table "case" add column held_count bigint`,
    `create table held_event (
    tenant_id uuid not null,
    event_id uuid not null,
    station_id uuid not null,
    held_reason text not null,
    case_id uuid not null,
    primary key (tenant_id, event_id)
  )`,
    `create table held_wait /* by key */ (
    tenant_id uuid not null,
    "key" text collate "C" not null,
    entity text collate "C" not null,
    version bigint not null,
    ord bigint not null,
    event_id uuid not null,
    primary key (tenant_id, "key", entity, version, ord)
  )`,
    `create table held_due /* by key */ (
    tenant_id uuid not null,
    version bigint not null,
    ord bigint not null,
    event_id uuid not null,
    primary key (tenant_id, version, ord)
  )`,
    `create index case_station on "case" (tenant_id, station_id, "state") where station_id is not null`,
    `create index held_event_case on held_event (tenant_id, case_id, event_id)`,
    `create index held_event_reason on held_event (tenant_id, held_reason, event_id)`,
    `create index held_wait_event on held_wait (tenant_id, event_id)`,
  ],
};
