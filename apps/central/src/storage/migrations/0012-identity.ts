import type { Migration } from './ddl.ts';

/** Central's own key, and which of a station's keys its batches are signed with: that of its present pairing. */
export const identity: Migration = {
  name: '0012-identity',
  statements: [
    `create table central_identity (
    tenant_id uuid not null,
    public_key text not null,
    private_key text not null,
    created_at bigint not null,
    primary key (tenant_id)
  )`,
    `alter table station_credential add column key_id text`,
  ],
};
