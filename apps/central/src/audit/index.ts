export * from './note-audit.ts';
