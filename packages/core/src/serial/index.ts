export * from './verdict.ts';
export * from './normalise-serial.ts';
export * from './judge-serial.ts';
export * from './judge-serials.ts';
export { SERIAL_RULES, type SerialRule, type SerialCheck } from './serial-rules.ts';
export * from './serial-need.ts';
export { scopeKeyOf } from './subject.ts';
export * from './compile-pattern.ts';
export * from './check-digits.ts';
