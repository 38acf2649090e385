export * from './open-store.ts';
export * from './store.ts';
export * from './database.ts';
export * from './tables.ts';
export { tenantTables } from './migrations/tenant-tables.ts';
export { copyOutInline } from './sqlite/copy-rows.ts';
