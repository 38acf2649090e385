export * from './note-audit.ts';
export * from './audited-record.ts';
