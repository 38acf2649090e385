export * from './scan.ts';
export * from './weight-reading.ts';
export * from './commands.ts';
export * from './meaning.ts';
export { routeScan, SCAN_TEXT_LIMIT, shown } from './route-scan.ts';
export * from './label-says.ts';
export * from './outcome.ts';
