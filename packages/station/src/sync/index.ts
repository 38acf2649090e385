export * from './central-client.ts';
export * from './compare-cache.ts';
export * from './push-outbox.ts';
export * from './sync-loop.ts';
export * from './sync-ports.ts';
