import type { Migration } from './ddl.ts';

/**
 * Who did what when, from what to what. Entries are added and never changed or deleted. `subject_id`: the record on whose page an entry stands
 * (the product of a code, the order of a line), whatever record it is about.
 */
export const audit: Migration = {
  name: '0010-audit',
  statements: [
    `create table audit_entry (
    tenant_id uuid not null,
    audit_entry_id uuid not null,
    "at" bigint not null,
    operator_id uuid,
    "by" text,
    address text,
    kind text collate "C" not null,
    entity text collate "C",
    record_key text collate "C",
    subject_id uuid,
    import_id uuid,
    label text,
    "before" text,
    "after" text,
    details text not null,
    primary key (tenant_id, audit_entry_id)
  )`,
    `create index audit_entry_newest on audit_entry (tenant_id, "at", audit_entry_id)`,
    `create index audit_entry_person on audit_entry (tenant_id, operator_id, "at", audit_entry_id)`,
    `create index audit_entry_subject on audit_entry (tenant_id, subject_id, "at", audit_entry_id)`,
    `create index audit_entry_import on audit_entry (tenant_id, import_id, "at", audit_entry_id) where import_id is not null`,
    `create index audit_entry_kind on audit_entry (tenant_id, kind, "at", audit_entry_id)`,
    `create index audit_entry_entity on audit_entry (tenant_id, entity, "at", audit_entry_id)`,
  ],
};
