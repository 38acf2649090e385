import type { Migration } from './ddl.ts';

/** What came of comparing each station's cache with central. */
export const stationComparisons: Migration = {
  name: '0140-station-comparisons',
  statements: [
    `create table station_comparison (
    tenant_id uuid not null,
    station_id uuid not null,
    asked_at bigint,
    compared_at bigint,
    version bigint not null,
    rows bigint not null,
    ranges_differed bigint not null,
    rows_repaired bigint not null,
    total_repaired bigint not null,
    primary key (tenant_id, station_id)
  )`,
  ],
};
