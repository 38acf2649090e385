import type { z } from 'zod';
import type { PolicyKey } from '../policy/policy-keys.ts';
import type { Right } from '../rights/rights.ts';
import type { UnitTransition } from '../units/transitions.ts';
import type { VersionHistory } from './upcasters.ts';

/** Where a fact may come from. */
export type EventSource = 'receiving-station' | 'packing-station' | 'central';

/** Where an approval stands in an event: in its envelope, in its body, or in the override that its body carries. */
export type SignatureField = 'envelope' | 'approved_by' | 'override';

interface ApprovalDeclaration {
  /** The right of whoever signs. */
  readonly right: Right;
  /** When an override must be signed: always, where this option is on, or never (null). */
  readonly asked?: 'always' | PolicyKey | null;
}

/** Fields of a body that name a place, a document, work on one, a unit or options. Each type that has one must say what it may name. */
export const PLACE_FIELDS = [
  'warehouse_id',
  'to_warehouse_id',
  'bin_id',
  'order_id',
  'document_id',
  'receiving_session_id',
  'package_id',
  'package_unit_id',
  'packages',
  'unit_id',
  'case_id',
  'changes',
] as const;
export type PlaceField = (typeof PLACE_FIELDS)[number];

/**
 * What a field may name, coming from a station. `own-…`: of the warehouse that the station stands in (an order without a warehouse is everybody's).
 * `any-document`: goods are received where they arrive, whatever warehouse their document is of. `own-session`, `own-package`, `own-entry` (of a box): begun at a station of
 * this warehouse. `own-unit`: one that is known to lie in this warehouse, or in none. `any-unit`: goods that come here may have been anywhere.
 * `matched-unit`: an own unit, where the house wants each packed unit to be one. `station-case`: not one about what a station may. `own-options`: options at the station's own level that its operator may
 * change.
 */
export type NameRule =
  | 'own-warehouse'
  | 'any-warehouse'
  | 'own-bin'
  | 'own-order'
  | 'any-document'
  | 'own-session'
  | 'own-package'
  | 'own-entry'
  | 'own-unit'
  | 'matched-unit'
  | 'any-unit'
  | 'station-case'
  | 'own-options';

/**
 * One event type: everything about it but its fold (ledger/folds) and its words (`event.<type>` in resources/locales). A type that leaves
 * out one of these does not compile.
 */
export interface EventDeclaration {
  /** Version of the body, from 1. A body that changes shape gets the next version; the former shape goes to `earlier`. */
  readonly v: number;
  readonly body: z.ZodObject;
  /** Who may record it. From anybody else it is held for good (ledger/rights). */
  readonly sources: readonly EventSource[];
  /** The right that its operator needs, at a station. Central asks for rights before it records. Null: no person is needed. */
  readonly right: Right | null;
  /**
   * True if it happened to goods: they were moved, counted, packed, shipped. Goods do not move back because somebody had no right to move them, so such
   * an event is applied, with a case. False: a decision, which has no effect from somebody who may not decide it.
   */
  readonly physical: boolean;
  /** Where somebody may have approved it, and by which right. An approval that stands anywhere else counts as one by nobody. */
  readonly approvals: Readonly<Partial<Record<SignatureField, ApprovalDeclaration>>>;
  /** What the fields of its body may name. */
  readonly names: Readonly<Partial<Record<PlaceField, NameRule>>>;
  /** What it may mean for a unit, by the life table (units/life-table.ts); empty: it says nothing about units. */
  readonly transitions: readonly UnitTransition[];
  /** Bodies of the versions before, and how each becomes the next one. */
  readonly earlier?: VersionHistory;
}

export type EventDeclarations = Readonly<Record<string, EventDeclaration>>;

type FieldsOf<D> = D extends { readonly body: { readonly shape: infer S } } ? keyof S : never;

/** A type whose body names a place, or carries an approval, and whose declaration does not speak of it, does not compile. */
export type Complete<E> = {
  readonly [T in keyof E]: {
    readonly names: Readonly<Record<Extract<FieldsOf<E[T]>, PlaceField>, NameRule>>;
    readonly approvals: Readonly<Record<Extract<FieldsOf<E[T]>, SignatureField>, ApprovalDeclaration>>;
  };
};

/** Facts of the dock and of the packing table belong to a station; what else happens to a unit may be recorded anywhere. */
export const AT_THE_DOCK: readonly EventSource[] = ['receiving-station'];
export const AT_THE_TABLE: readonly EventSource[] = ['packing-station'];
export const ANYWHERE: readonly EventSource[] = ['receiving-station', 'packing-station', 'central'];
