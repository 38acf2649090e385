export * from './paging.ts';
export * from './session.ts';
export * from './catalog.ts';
export * from './documents.ts';
export * from './units.ts';
export * from './people.ts';
export * from './files.ts';
export * from './api.ts';
