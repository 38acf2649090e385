import type { CaseRule } from '../model/unit-rows.ts';
import type { UnitState } from '../model/unit-state.ts';

/** Everything that can happen to a unit. One event type may mean several of them (events/declare-event.ts). */
export const UNIT_TRANSITIONS = [
  /** An ASN names its serial. */
  'announced',
  /** A saved receipt on a purchase order, of a unit new or announced, or back again. */
  'received',
  /** The same, where the station knew that the unit had left and comes back. */
  'received-back',
  /** A saved receipt on an RMA. */
  'returned',
  'allocated',
  'deallocated',
  'packed',
  'unpacked',
  'shipped',
  /** A saved receipt on a credit memo. */
  'sent-to-vendor',
  'moved',
  'serial-corrected',
  'product-corrected',
  'inspected-in-stock',
  'inspected-repair',
  'inspected-scrapped',
  'inspected-sent-to-vendor',
  'scrapped',
  'lost',
  'found',
  'transfer-sent',
  'transfer-received',
  'kitted',
  'unkitted',
] as const;
export type UnitTransition = (typeof UNIT_TRANSITIONS)[number];

/** Refusals of commands. A fact that contradicts another is a case instead (CASE_RULES). */
export const UNIT_REFUSALS = [
  'unit.unknown',
  'unit.not-arrived',
  'unit.left',
  'unit.not-available',
  'unit.already-here',
  'unit.not-packed',
  'unit.not-in-transit',
  'unit.not-in-kit',
  'unit.missing',
] as const;
export type UnitRefusal = (typeof UNIT_REFUSALS)[number];
export type LifeRefusal = UnitRefusal | CaseRule;

export interface Refused {
  readonly refused: LifeRefusal;
}
export type Decision = UnitState | Refused;

export function refuse<C extends LifeRefusal>(code: C): { readonly refused: C } {
  return { refused: code };
}
