export * from './password-faults.ts';
export * from './pin.ts';
export * from './pin-rules.ts';
export * from './tries.ts';
