import { z } from 'zod';
import { declareEntity } from './declare-entity.ts';
import { Cents, Id, Instant, Note, Quantity, SerialRaw, ShortText } from './scalars.ts';
import { Condition, UnitState } from './unit-state.ts';

/**
 * One physical, serialised thing for its whole life; the current state, a projection of its events.
 * Unique on (tenant, scope_key, serial_norm) while neither provisional nor forked.
 */
export const UnitRow = z.object({
  unit_id: Id,
  product_id: Id,
  serial_raw: SerialRaw,
  serial_norm: SerialRaw,
  /** Product id, `m:` + manufacturer, or `t`, by the product's serial_scope. */
  scope_key: ShortText,
  state: UnitState,
  condition: Condition,
  /** An open case: blocks outgoing use, the state stays what it was. */
  disputed: z.boolean(),
  /** First seen at shipping or at a return; stands outside the unique index until its case is resolved. */
  provisional: z.boolean(),
  /** A second fact under the same serial; outside the unique index until its case is resolved. */
  forked: z.boolean(),
  warehouse_id: Id.nullable(),
  bin_id: Id.nullable(),
  purchase_order_id: Id.nullable(),
  po_line_id: Id.nullable(),
  receiving_session_id: Id.nullable(),
  order_id: Id.nullable(),
  package_id: Id.nullable(),
  rma_id: Id.nullable(),
  cost_cents: Cents.nullable(),
  lot: ShortText.nullable(),
  /** ISO date, YYYY-MM-DD. */
  expiry: ShortText.nullable(),
  received_at: Instant.nullable(),
  updated_at: Instant,
  /** The event that brought the unit into its present state: the first of two facts when a case opens. */
  state_event_id: Id.nullable().optional(),
  /** Counts this unit's events: 1 after the first. */
  version: Quantity,
});
export type UnitRow = z.infer<typeof UnitRow>;

/** Another name of a unit (IMEI, MAC, SGTIN …) or a former serial, with the time it held. */
export const UnitIdentifierRow = z.object({
  unit_identifier_id: Id,
  unit_id: Id,
  kind: z.enum(['former-serial', 'imei', 'mac', 'sgtin', 'tag']),
  value_raw: SerialRaw,
  value_norm: SerialRaw,
  held_from: Instant.nullable(),
  held_until: Instant.nullable(),
});
export type UnitIdentifierRow = z.infer<typeof UnitIdentifierRow>;

/** One of the facts that cannot both be right, as a person must see it. */
export const CaseFact = z.object({
  event_id: Id,
  type: ShortText,
  station_id: Id,
  operator_id: Id.nullable(),
  captured_at: Instant,
  unit_id: Id.nullable(),
  serial_raw: SerialRaw.nullable(),
  product_id: Id.nullable(),
  document_kind: ShortText.nullable(),
  document_id: Id.nullable(),
  /** Where it happened, as far as the event says it. Facts kept before these were known lack them. */
  warehouse_id: Id.nullable().optional(),
  bin_id: Id.nullable().optional(),
});
export type CaseFact = z.infer<typeof CaseFact>;

export const CASE_RULES = [
  'case.packed-twice',
  'case.shipped-twice',
  'case.shipped-not-received',
  'case.received-twice',
  'case.returned-not-shipped',
  'case.over-received',
  'case.not-in-stock',
  'case.order-cancelled',
  'case.order-packed-twice',
  'case.quantity-out-of-range',
  'case.serial-taken',
  'case.override',
  'case.event-fork',
  'case.events-missing',
  'case.event-held',
  'case.operator-not-allowed',
  'case.approver-not-allowed',
  'case.other-warehouse',
] as const;
export const CaseRule = z.enum(CASE_RULES);
export type CaseRule = z.infer<typeof CaseRule>;

export const CaseRow = z.object({
  case_id: Id,
  rule: CaseRule,
  state: z.enum(['open', 'resolved']),
  opened_at: Instant,
  unit_ids: z.array(Id),
  facts: z.array(CaseFact),
  /** What the deciding person chose: the event whose fact is true, or null for "neither / both stand". */
  chosen_event_id: Id.nullable(),
  resolution_note: Note.nullable(),
  resolved_by: Id.nullable(),
  resolved_at: Instant.nullable(),
  /** Of `case.event-held`: the station whose events are held, why, and how many still are. Facts are the first and the last of them. */
  station_id: Id.nullable().optional(),
  held_reason: ShortText.nullable().optional(),
  held_count: Quantity.nullable().optional(),
});
export type CaseRow = z.infer<typeof CaseRow>;

/**
 * An event that is held: in no other row, so that its station knows how long the effect stays with it alone. The row goes when the event is
 * applied. If its case is resolved, a person has dismissed it: it counts no more and is not tried again by itself.
 */
export const HeldEventRow = z.object({
  event_id: Id,
  station_id: Id,
  /** Without the details that `held.error` has in the event. */
  held_reason: ShortText,
  case_id: Id,
});
export type HeldEventRow = z.infer<typeof HeldEventRow>;

/** Units, their names, and what a person must look into. */
export const UNIT_ENTITIES = {
  unit: declareEntity(UnitRow, {
    key: ['unit_id'],
    scope: 'own',
    indexes: [['serial_norm'], ['order_id']],
  }),
  unit_identifier: declareEntity(UnitIdentifierRow, {
    key: ['unit_identifier_id'],
    scope: { of: 'unit', by: 'unit_id' },
    indexes: [['value_norm'], ['unit_id']],
  }),
  case: declareEntity(CaseRow, {
    key: ['case_id'],
    // A contradiction may lie between two warehouses, and both must see it.
    scope: 'everybody',
    lost: 'cases.resolve',
    indexes: [['state']],
  }),
  held_event: declareEntity(HeldEventRow, { key: ['event_id'], scope: 'everybody' }),
} as const;
