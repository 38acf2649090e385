export { backupState, markBackup, noteAt, noteKeptMark } from './backup/marks.ts';
export { backupSqlite } from './backup/sqlite-backup.ts';
export { askComparison, recordComparison } from './comparisons.ts';
export { digests, range } from './digests.ts';
export { logPositions } from './log-positions.ts';
export { reportLost } from './lost/report-lost.ts';
export { importOutbox } from './outbox/import-outbox.ts';
