export * from './envelope.ts';
export * from './chain.ts';
