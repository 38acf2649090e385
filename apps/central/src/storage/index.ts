export * from './open-store.ts';
export * from './store.ts';
export * from './database.ts';
export * from './tables.ts';
