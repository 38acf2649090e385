export * from './messages.ts';
export * from './feed-lines.ts';
