import type { Migration } from './ddl.ts';

/** What central keeps of stations beside their records, and people's sessions. Secrets are kept as hashes only. */
export const stationsAndSessions: Migration = {
  name: '0005-stations-and-sessions',
  statements: [
    `create table station_credential (
    tenant_id uuid not null,
    station_id uuid not null,
    secret_hash text not null,
    computer_name text not null,
    created_at bigint not null,
    revoked_at bigint,
    primary key (tenant_id, station_id)
  )`,
    `create table station_key (
    tenant_id uuid not null,
    station_id uuid not null,
    key_id text not null,
    public_key text not null,
    created_at bigint not null,
    primary key (tenant_id, station_id, key_id)
  )`,
    `create table station_contact (
    tenant_id uuid not null,
    station_id uuid not null,
    last_seen_at bigint not null,
    software text,
    backlog bigint not null,
    cache_version bigint,
    primary key (tenant_id, station_id)
  )`,
    `create table station_scope (
    tenant_id uuid not null,
    station_id uuid not null,
    scope text not null,
    primary key (tenant_id, station_id)
  )`,
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
    `create table pairing_code (
    tenant_id uuid not null,
    code_hash text not null,
    station_id uuid not null,
    created_at bigint not null,
    expires_at bigint not null,
    used_at bigint,
    primary key (tenant_id, code_hash)
  )`,
    `create table sign_in_attempt (
    tenant_id uuid not null,
    subject text not null,
    failures bigint not null,
    last_failed_at bigint not null,
    locked_until bigint,
    primary key (tenant_id, subject)
  )`,
    `create table session (
    tenant_id uuid not null,
    session_hash text not null,
    operator_id uuid not null,
    created_at bigint not null,
    last_used_at bigint not null,
    expires_at bigint not null,
    primary key (tenant_id, session_hash)
  )`,
    `create index pairing_code_hash on pairing_code (code_hash)`,
  ],
};
