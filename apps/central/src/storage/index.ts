export * from './open-store.ts';
export * from './store/store.ts';
export * from './store/database.ts';
export * from './store/tables.ts';
export { tenantTables } from './migrations/tenant-tables.ts';
export { copyOutInline } from './sqlite/copy-rows.ts';
