export * from './messages.ts';
export * from './outbox-file.ts';
