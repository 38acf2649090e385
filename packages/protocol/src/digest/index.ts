export * from './row-text.ts';
export * from './digest-rows.ts';
export * from './range-digests.ts';
export * from './range-changes.ts';
