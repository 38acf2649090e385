export * from './view/ledger-view.ts';
export * from './view/applied.ts';
export * from './apply-event.ts';
export * from './parse-event.ts';
export * from './view/derived-id.ts';
export * from './view/working-view.ts';
export * from './view/memory-view.ts';
export { isSettled } from './view/fold.ts';
export { PROJECTION_COLUMNS, policyVersion } from './folds/central.ts';
