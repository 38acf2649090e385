export * from './transitions.ts';
export * from './life-table.ts';
export * from './life.ts';
