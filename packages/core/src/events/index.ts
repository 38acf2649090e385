export type { CountedUnit, Override } from './receiving.ts';
export type { EventDeclaration } from './declare-event.ts';
export * from './registry.ts';
export * from './upcasters.ts';
