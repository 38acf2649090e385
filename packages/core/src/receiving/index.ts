export * from './receiving-state.ts';
export { decideReceiving, RECEIVING_TABLE } from './receiving-machine.ts';
export { decideBulk, type BulkEntry, type BulkSerial } from './bulk-entry.ts';
export { saveBlockers, serialsMissing } from './blockers.ts';
export { roomOf } from './over-receive.ts';
