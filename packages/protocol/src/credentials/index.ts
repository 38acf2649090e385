export * from './pin.ts';
export * from './tries.ts';

export * from './tries.ts';
