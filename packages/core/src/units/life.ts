import type { UnitRow } from '../model/unit-rows.ts';
import type { UnitState } from '../model/unit-state.ts';
import { UNIT_LIFE } from './life-table.ts';
import { UNIT_CLAIMS, type Decision, type Refused, type UnitTransition } from './transitions.ts';

/** The state after a transition, or the code of its refusal; `none` is a unit nobody has seen yet. */
export function nextState(
  state: UnitState | 'none',
  transition: UnitTransition,
): { readonly state: UnitState } | Refused {
  const decision: Decision = UNIT_LIFE[state][transition];
  return typeof decision === 'string' ? { state: decision } : decision;
}

/** Null: the fact says nothing about where the unit stands. */
export function claimedState(transition: UnitTransition): UnitState | null {
  return UNIT_CLAIMS[transition];
}

type UnitStatus = Pick<UnitRow, 'state' | 'condition' | 'disputed'>;

/** May it go out to a customer's order, or back to the vendor, where damaged and returned units may go too. */
export function mayLeave(unit: UnitStatus, to: 'order' | 'vendor' = 'order'): boolean {
  if (unit.disputed) return false;
  if (to === 'vendor') return 'state' in nextState(unit.state, 'sent-to-vendor');
  return unit.condition !== 'damaged' && 'state' in nextState(unit.state, 'packed');
}

/** May a unit in this state come in again: on a purchase order, or by an RMA. */
export function mayComeBack(state: UnitState, by: 'receipt' | 'return' = 'receipt'): boolean {
  return 'state' in nextState(state, by === 'receipt' ? 'received' : 'returned');
}
