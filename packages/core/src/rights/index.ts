export * from './guarded-fields.ts';
export * from './rights.ts';
