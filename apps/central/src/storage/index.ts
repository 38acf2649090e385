export * from './open-store.ts';
export * from './shared/store.ts';
export * from './shared/database.ts';
export * from './shared/tables.ts';
export { tenantTables } from './migrations/tenant-tables.ts';
export { copyOutInline } from './sqlite/copy-rows.ts';
