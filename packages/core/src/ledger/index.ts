export * from './view.ts';
export * from './applied.ts';
