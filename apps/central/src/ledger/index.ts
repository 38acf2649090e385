export * from './tenants.ts';
export * from './record-station-events.ts';
export * from './record-central-events.ts';
export type { RecordedEvent } from './record-slice.ts';
export * from './retry-held.ts';
export * from './rebuild.ts';
export * from './head-hints.ts';
export * from './ledger-faults.ts';
export * from './sha256.ts';
