export * from './verdict.ts';
export * from './serial-key.ts';
export * from './judge-serials.ts';
export { SERIAL_RULES } from './serial-rules.ts';
export * from './serial-need.ts';
export * from './compile-pattern.ts';
export * from './check-digits.ts';
export * from './expand-range.ts';
