import type { Migration } from './ddl.ts';

/**
 * How people enter the console. None of it is in the ledger or the feed. A session without a device is of before, opened by a PIN, and counts no
 * more; nor do tries without their times.
 */
export const signIn: Migration = {
  name: '0009-sign-in',
  statements: [
    `create table operator_password (
    tenant_id uuid not null,
    operator_id uuid not null,
    password_hash text not null,
    set_at bigint not null,
    primary key (tenant_id, operator_id)
  )`,
    `create table one_time_code (
    tenant_id uuid not null,
    operator_id uuid not null,
    code_hash text not null,
    made_by uuid,
    made_at bigint not null,
    expires_at bigint not null,
    primary key (tenant_id, operator_id)
  )`,
    `create table passkey (
    tenant_id uuid not null,
    credential_id text collate "C" not null,
    operator_id uuid not null,
    public_key text not null,
    counter bigint not null,
    transports text not null,
    host_name text not null,
    name text not null,
    added_at bigint not null,
    last_used_at bigint,
    primary key (tenant_id, credential_id)
  )`,
    `create table known_device (
    tenant_id uuid not null,
    operator_id uuid not null,
    device_hash text not null,
    first_used_at bigint not null,
    last_used_at bigint not null,
    primary key (tenant_id, operator_id, device_hash)
  )`,
    `create table sign_in_key (
    tenant_id uuid not null,
    "key" text not null,
    made_at bigint not null,
    primary key (tenant_id)
  )`,
    `create index passkey_operator on passkey (tenant_id, operator_id)`,
    `alter table session add column device text`,
    `alter table session add column address text`,
    `create index session_operator on session (tenant_id, operator_id)`,
    `alter table sign_in_attempt add column failed_at text`,
  ],
};
