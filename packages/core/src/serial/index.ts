export * from './verdict.ts';
export * from './normalise-serial.ts';
export * from './judge-serial.ts';
export * from './judge-serials.ts';
