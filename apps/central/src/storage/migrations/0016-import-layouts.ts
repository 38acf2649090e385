import type { Migration } from './ddl.ts';

/** How files with these headings are read: what somebody said of the last one that was imported. `reading`: JSON (ImportReading). */
export const importLayouts: Migration = {
  name: '0016-import-layouts',
  statements: [
    `create table import_layout (
    tenant_id uuid not null,
    import_kind text collate "C" not null,
    layout text collate "C" not null,
    reading text not null,
    kept_at bigint not null,
    kept_by uuid not null,
    primary key (tenant_id, import_kind, layout)
  )`,
  ],
};
