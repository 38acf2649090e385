export * from './messages.ts';
export * from './digest-messages.ts';
