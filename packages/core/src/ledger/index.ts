export * from './view.ts';
export * from './applied.ts';
export * from './apply-event.ts';
export * from './parse-event.ts';
export * from './derived-id.ts';
export * from './working-view.ts';
export * from './memory-view.ts';
export { HELD_REASONS, type HeldReason, isSettled, scopeKey, serialNorm } from './fold.ts';
export { PROJECTION_COLUMNS, POLICY_VERSION_KEY, policyVersion } from './fold-central.ts';
