export * from './theme/index.ts';
export * from './i18n/index.ts';
export * from './components/index.ts';
export * from './station/index.ts';
