export * from './messages.ts';
export * from './chain-heads.ts';
