import type { Migration } from './ddl.ts';

/** Credentials are kept as hashes only. */
export const pairingSignInAndSessions: Migration = {
  name: '0070-pairing-sign-in-and-sessions',
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
    `create table station_contact (
    tenant_id uuid not null,
    station_id uuid not null,
    last_seen_at bigint not null,
    software text,
    backlog bigint not null,
    cache_version bigint,
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
    `create index pairing_code_hash on pairing_code (code_hash)`,
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
  ],
};
