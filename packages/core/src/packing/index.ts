export * from './packing-state.ts';
export { decidePacking, PACKING_TABLE } from './packing-machine.ts';
export type { PackingDecision } from './packing-step.ts';
export { checkBlockers, packingBlockers, weighBlockers } from './blockers.ts';
export { MANUAL_CARRIER } from './ship-order.ts';
export { boxToWeigh } from './weigh-box.ts';
