export * from './declare-key.ts';
export * from './policy-keys.ts';
export { SERIAL_LENGTH_LIMIT } from './serial-keys.ts';
export * from './effective-policy.ts';
export * from './check-policy-change.ts';
export * from './describe-policy.ts';
