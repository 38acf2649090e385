export type { ReadHandle, SqlParams, SqlRow, SqlValue } from './read-handle.ts';
