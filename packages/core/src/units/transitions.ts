import type { EventType } from '../events/registry.ts';
import type { CaseRule } from '../model/unit-rows.ts';
import type { UnitState } from '../model/unit-state.ts';

/** Everything that can happen to a unit. One event type may mean several of them (see UNIT_EVENTS). */
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

/** What each event may mean for a unit; an event type without a decision does not compile. */
export const UNIT_EVENTS = {
  'receiving-session-opened': [],
  'receipt-line-counted': [],
  'receipt-line-uncounted': [],
  'receipt-saved': ['received', 'received-back', 'returned', 'sent-to-vendor'],
  'receipt-discarded': [],
  'package-opened': [],
  'unit-packed': ['packed'],
  'unit-unpacked': ['unpacked'],
  'package-weighed': [],
  'package-closed': [],
  'package-discarded': ['unpacked'],
  'order-shipped': ['shipped'],
  'order-confirmed': [],
  'unit-moved': ['moved'],
  'unit-serial-corrected': ['serial-corrected'],
  'unit-product-corrected': ['product-corrected'],
  'unit-inspected': ['inspected-in-stock', 'inspected-repair', 'inspected-scrapped', 'inspected-sent-to-vendor'],
  'unit-scrapped': ['scrapped'],
  'unit-missing': ['lost'],
  'unit-found': ['found'],
  'unit-allocated': ['allocated'],
  'unit-deallocated': ['deallocated'],
  'unit-transfer-sent': ['transfer-sent'],
  'unit-transfer-received': ['transfer-received'],
  'unit-kitted': ['kitted'],
  'unit-unkitted': ['unkitted'],
  /** A put of expected_unit rows announces units; a put of unit rows states them as they are. */
  'records-put': ['announced'],
  'policy-changed': [],
  /** Which transition follows from the chosen fact. */
  'case-resolved': [],
} as const satisfies Record<EventType, readonly UnitTransition[]>;
