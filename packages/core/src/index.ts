export * from './model/index.ts';
export * from './events/index.ts';
export * from './ledger/index.ts';
export * from './policy/index.ts';
export * from './serial/index.ts';
export * from './rights/index.ts';
export * from './units/index.ts';
