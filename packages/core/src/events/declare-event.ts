import type { z } from 'zod';
import type { UnitTransition } from '../units/transitions.ts';
import type { VersionHistory } from './upcasters.ts';

/** Where a fact may come from. */
export type EventSource = 'receiving-station' | 'packing-station' | 'central';

/**
 * One event type: everything about it but its fold (ledger/folds) and its words (`event.<type>` in resources/locales). A type that leaves
 * out one of these does not compile.
 */
export interface EventDeclaration {
  /** Version of the body, from 1. A body that changes shape gets the next version; the former shape goes to `earlier`. */
  readonly v: number;
  readonly body: z.ZodObject;
  /** Who may record it. What stations alone record is held until its station is known; more than that is not checked yet. */
  readonly sources: readonly EventSource[];
  /** What it may mean for a unit, by the life table (units/life-table.ts); empty: it says nothing about units. */
  readonly transitions: readonly UnitTransition[];
  /** Bodies of the versions before, and how each becomes the next one. */
  readonly earlier?: VersionHistory;
}

export type EventDeclarations = Readonly<Record<string, EventDeclaration>>;

/** Facts of the dock and of the packing table belong to a station; what else happens to a unit may be recorded anywhere. */
export const AT_THE_DOCK: readonly EventSource[] = ['receiving-station'];
export const AT_THE_TABLE: readonly EventSource[] = ['packing-station'];
export const ANYWHERE: readonly EventSource[] = ['receiving-station', 'packing-station', 'central'];
