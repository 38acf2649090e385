export * from './model/index.ts';
export * from './events/index.ts';
export * from './ledger/index.ts';
