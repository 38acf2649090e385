export * from './calls.ts';
export * from './messages.ts';
export * from './log-positions.ts';
export * from './lost-records.ts';
export * from './station-key.ts';
export * from './outbox-file.ts';
export * from './feed-lines.ts';
export * from './digest-messages.ts';
