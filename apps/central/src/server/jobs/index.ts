export * from './prune-feed.ts';
export * from './run-jobs.ts';
