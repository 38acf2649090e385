import type { Migration } from './ddl.ts';

/** Units for their whole life. Provisional and forked ones stand outside the unique index until their case is resolved. */
export const unitsIdentifiersAndCases: Migration = {
  name: '0040-units-identifiers-and-cases',
  statements: [
    `create table "unit" (
    tenant_id uuid not null,
    unit_id uuid not null,
    product_id uuid not null,
    serial_raw text not null,
    serial_norm text collate "C" not null,
    scope_key text collate "C" not null,
    "state" text not null,
    "condition" text not null,
    disputed boolean not null,
    provisional boolean not null,
    forked boolean not null,
    warehouse_id uuid,
    bin_id uuid,
    purchase_order_id uuid,
    po_line_id uuid,
    receiving_session_id uuid,
    order_id uuid,
    package_id uuid,
    rma_id uuid,
    cost_cents bigint,
    lot text,
    expiry text,
    received_at bigint,
    updated_at bigint not null,
    version bigint not null,
    primary key (tenant_id, unit_id)
  )`,
    `create table "unit_identifier" (
    tenant_id uuid not null,
    unit_identifier_id uuid not null,
    unit_id uuid not null,
    kind text not null,
    value_raw text not null,
    value_norm text collate "C" not null,
    held_from bigint,
    held_until bigint,
    primary key (tenant_id, unit_identifier_id)
  )`,
    `create table "case" (
    tenant_id uuid not null,
    case_id uuid not null,
    rule text not null,
    "state" text not null,
    opened_at bigint not null,
    unit_ids jsonb not null,
    facts jsonb not null,
    chosen_event_id uuid,
    resolution_note text,
    resolved_by uuid,
    resolved_at bigint,
    primary key (tenant_id, case_id)
  )`,
    `create unique index unit_serial_unique on unit (tenant_id, scope_key, serial_norm) where not provisional and not forked`,
    `create index unit_serial on unit (tenant_id, serial_norm)`,
    `create index unit_order on unit (tenant_id, order_id) where order_id is not null`,
    `create index unit_product_state on unit (tenant_id, product_id, "state")`,
    `create index unit_identifier_value on unit_identifier (tenant_id, value_norm)`,
    `create index unit_identifier_unit on unit_identifier (tenant_id, unit_id)`,
    `create index case_state on "case" (tenant_id, "state")`,
    `create table case_unit (
    tenant_id uuid not null,
    unit_id uuid not null,
    case_id uuid not null,
    primary key (tenant_id, unit_id, case_id)
  )`,
  ],
};
