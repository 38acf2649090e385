export * from './station-credentials.ts';
export * from './pair.ts';
export * from './hello.ts';
export * from './push.ts';
export { feed, feedJson } from './feed.ts';
export * from './feed-lines.ts';
export * from './snapshots.ts';
export * from './hints.ts';
export * from './sync-refused.ts';
