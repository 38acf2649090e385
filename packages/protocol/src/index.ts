export * from './version.ts';
export * from './envelope/index.ts';
export * from './json/index.ts';
export * from './sync/index.ts';
export * from './errors/index.ts';
export * from './station/index.ts';
