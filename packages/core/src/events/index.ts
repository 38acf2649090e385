export * from './receiving-events.ts';
export * from './packing-events.ts';
export * from './unit-events.ts';
export * from './central-events.ts';
export * from './registry.ts';
export * from './upcasters.ts';
