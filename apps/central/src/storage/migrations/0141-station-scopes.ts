import type { Migration } from './ddl.ts';

/**
 * Stations that keep one warehouse's rows only. The feed's `warehouse_id` says whose rows they are since `scoped_since`, which is null as
 * long as no station of the tenant ever had such a scope.
 */
export const stationScopes: Migration = {
  name: '0141-station-scopes',
  statements: [
    `create table station_scope (
    tenant_id uuid not null,
    station_id uuid not null,
    scope text not null,
    primary key (tenant_id, station_id)
  )`,
    `alter table tenant_head add column scoped_since bigint`,
    `alter table feed add column warehouse_id uuid`,
  ],
};
