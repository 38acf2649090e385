export * from './station-credentials.ts';
export * from './pair.ts';
export * from './hello.ts';
export * from './push.ts';
export * from './feed.ts';
export * from './snapshots.ts';
export * from './hints.ts';
export * from './sync-refused.ts';
