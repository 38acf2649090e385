export * from './scan.ts';
export * from './weight-reading.ts';
