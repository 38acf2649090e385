import type { CaseRule } from '../model/unit-rows.ts';
import type { UnitState } from '../model/unit-state.ts';

/**
 * Everything that can happen to a unit, and where the unit stands if the fact is taken as true by itself, whatever was known before: a
 * provisional unit starts there. Null: the fact says nothing about it. One event type may mean several (events/declare-event.ts).
 */
export const UNIT_CLAIMS = {
  /** An ASN names its serial. */
  announced: 'expected',
  /** A saved receipt on a purchase order, of a unit new or announced, or back again. */
  received: 'in_stock',
  /** The same, where the station knew that the unit had left and comes back. */
  'received-back': 'in_stock',
  /** A saved receipt on an RMA. */
  returned: 'returned',
  allocated: 'allocated',
  deallocated: 'in_stock',
  packed: 'packed',
  unpacked: 'in_stock',
  shipped: 'shipped',
  /** A saved receipt on a credit memo. */
  'sent-to-vendor': 'sent_to_vendor',
  moved: 'in_stock',
  'serial-corrected': null,
  'product-corrected': null,
  'inspected-in-stock': 'in_stock',
  'inspected-repair': 'repair',
  'inspected-scrapped': 'scrapped',
  'inspected-sent-to-vendor': 'sent_to_vendor',
  scrapped: 'scrapped',
  lost: 'missing',
  found: 'in_stock',
  'transfer-sent': 'in_transit',
  'transfer-received': 'in_stock',
  kitted: 'in_kit',
  unkitted: 'in_stock',
} as const satisfies Readonly<Record<string, UnitState | null>>;
export type UnitTransition = keyof typeof UNIT_CLAIMS;
export const UNIT_TRANSITIONS = Object.keys(UNIT_CLAIMS) as [UnitTransition, ...UnitTransition[]];

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
