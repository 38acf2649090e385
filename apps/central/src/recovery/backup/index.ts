export { backedUpOf } from '../../sync/backed-up.ts';
export * from './marks.ts';
export { backupSqlite } from './sqlite-backup.ts';
