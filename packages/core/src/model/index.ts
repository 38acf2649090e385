export * from './scalars.ts';
export * from './unit-state.ts';
export * from './catalog-rows.ts';
export * from './document-rows.ts';
export * from './unit-rows.ts';
export * from './entities.ts';
export * from './columns.ts';
export * from './scopes.ts';
