export { Refusal } from '../refusal.ts';
export * from './hello.ts';
export * from './push.ts';
export { pruneFeed } from './feed.ts';
export { feedBytes } from './feed-text.ts';
export { FeedTails } from './feed-tail.ts';
export { Snapshots } from './snapshots.ts';
export { backedUpOf } from './backed-up.ts';
export { readStationStatus } from './read-station-status.ts';
