export { backedUpOf } from './backed-up.ts';
export * from './marks.ts';
export { backupSqlite } from './sqlite-backup.ts';
