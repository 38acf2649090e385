import type { Migration } from './ddl.ts';

/**
 * PIN hashes leave the record of a person, which every station has, for a table that central keeps to itself. Rows of people lie in the feed
 * with their hashes: they go, and the floor rises, so that no station is sent them again. How many digits a PIN of before has
 * nobody knows: 0 has people with more rights change it.
 */
export const operatorSecrets: Migration = {
  name: '0008-operator-secrets',
  statements: [
    `create table operator_secret (
    tenant_id uuid not null,
    operator_id uuid not null,
    pin_hash text not null,
    pin_state text not null,
    pin_digits bigint not null,
    pin_changed_at bigint not null,
    primary key (tenant_id, operator_id)
  )`,
    `create table station_pin (
    tenant_id uuid not null,
    station_id uuid not null,
    operator_id uuid not null,
    pin_changed_at bigint not null,
    given_at bigint not null,
    primary key (tenant_id, station_id, operator_id)
  )`,
    `insert into operator_secret (tenant_id, operator_id, pin_hash, pin_state, pin_digits, pin_changed_at)
     select tenant_id, operator_id, pin_hash, 'set', 0, 0 from operator
     where tenant_id in (select tenant_id from tenant) and pin_hash is not null`,
    `update tenant_head set floor = version where tenant_id in (select tenant_id from tenant)`,
    `delete from feed where tenant_id in (select tenant_id from tenant) and entity = 'operator'`,
    `alter table operator drop column pin_hash`,
    `alter table operator add column pin_changed_at bigint`,
  ],
};
