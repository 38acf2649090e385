import { z } from 'zod';
import { OUTCOMES } from '@serialbridge/core/ledger';
import {
  CaseRule,
  Condition,
  EntityName,
  Id,
  Instant,
  Quantity,
  SerialRaw,
  ShortText,
  UnitIdentifierRow,
  UnitState,
} from '@serialbridge/core/model';
import { DocumentLink, Named, PageQuery, QueryFlag, pageOf } from './paging.ts';

/** What the units list and the units export filter by. */
export const UnitFilter = z.object({
  /** Beginning of a serial or of a former serial, as read or in capitals; or a whole SKU. Sorted by serial when given, else newest first. */
  text: SerialRaw.optional(),
  product_id: Id.optional(),
  state: UnitState.optional(),
  warehouse_id: Id.optional(),
  /** Only what is in stock, whatever `state` says. */
  in_stock: QueryFlag.optional(),
  disputed: QueryFlag.optional(),
  purchase_order_id: Id.optional(),
  order_id: Id.optional(),
  rma_id: Id.optional(),
  receiving_session_id: Id.optional(),
});
export const UnitQuery = PageQuery.extend(UnitFilter.shape);

export const UnitListRow = z
  .object({
    unit_id: Id,
    product_id: Id,
    sku: ShortText,
    product_name: ShortText,
    serial_raw: SerialRaw,
    state: UnitState,
    condition: Condition,
    disputed: z.boolean(),
    provisional: z.boolean(),
    forked: z.boolean(),
    warehouse_code: ShortText.nullable(),
    bin_code: ShortText.nullable(),
    purchase_order_id: Id.nullable(),
    po_number: ShortText.nullable(),
    order_id: Id.nullable(),
    order_number: ShortText.nullable(),
    rma_id: Id.nullable(),
    rma_number: ShortText.nullable(),
    lot: ShortText.nullable(),
    expiry: ShortText.nullable(),
    received_at: Instant.nullable(),
    updated_at: Instant,
    /** Set when the text was found in a former serial or another name of the unit. */
    found_as: SerialRaw.nullable(),
  })
  .meta({ id: 'UnitListRow' });
export type UnitListRow = z.infer<typeof UnitListRow>;
export const UnitPage = pageOf(UnitListRow).meta({ id: 'UnitPage' });

/** One event of a unit's life, in the ledger's order. */
export const UnitHistoryEntry = z
  .object({
    event_id: Id,
    type: ShortText,
    /** By the station's clock, and the same moment by central's clock as far as the offset is known. */
    captured_at: Instant,
    captured_at_central: Instant,
    clock_offset_ms: z.number().int().nullable(),
    /** When central got it. */
    received_at: Instant,
    /** What the station's clock said cannot be when it happened. */
    clock_wrong: z.boolean(),
    station: Named,
    operator: Named.nullable(),
    approved_by: Named.nullable(),
    outcome: z.enum(OUTCOMES),
    state_before: UnitState.nullable(),
    state_after: UnitState.nullable(),
    warehouse_before: Named.nullable(),
    warehouse_after: Named.nullable(),
    documents: z.array(DocumentLink),
    case_ids: z.array(Id),
    /** What else the event says of this unit: serial, bin, box, tracking number, reason, overridden rules … as name and text. */
    details: z.array(z.object({ name: ShortText, value: z.string() })),
  })
  .meta({ id: 'UnitHistoryEntry' });
export type UnitHistoryEntry = z.infer<typeof UnitHistoryEntry>;

export const UnitDetail = z
  .object({
    unit: UnitListRow,
    identifiers: z.array(UnitIdentifierRow),
    history: z.array(UnitHistoryEntry),
    cases: z.array(z.object({ case_id: Id, rule: CaseRule, state: z.enum(['open', 'resolved']), opened_at: Instant })),
  })
  .meta({ id: 'UnitDetail' });
export type UnitDetail = z.infer<typeof UnitDetail>;

export const CaseQuery = PageQuery.extend({
  state: z.enum(['open', 'resolved']).optional(),
  rule: CaseRule.optional(),
  serial: SerialRaw.optional(),
});

/** One of the facts that cannot both be right, with names instead of ids. */
export const CaseFactView = z
  .object({
    event_id: Id,
    type: ShortText,
    station: Named,
    operator: Named.nullable(),
    captured_at: Instant,
    captured_at_central: Instant.nullable(),
    received_at: Instant.nullable(),
    clock_wrong: z.boolean(),
    unit_id: Id.nullable(),
    serial_raw: SerialRaw.nullable(),
    sku: ShortText.nullable(),
    product_name: ShortText.nullable(),
    document: DocumentLink.nullable(),
    details: z.array(z.object({ name: ShortText, value: z.string() })),
  })
  .meta({ id: 'CaseFactView' });
export type CaseFactView = z.infer<typeof CaseFactView>;

export const CaseListRow = z
  .object({
    case_id: Id,
    rule: CaseRule,
    state: z.enum(['open', 'resolved']),
    opened_at: Instant,
    units: Quantity,
    /** Of `case.event-held`: whose events, why, and how many are held still. The facts are the first and the last of them. */
    held: z.object({ station: Named, reason: ShortText, count: Quantity }).nullable(),
    facts: z.array(CaseFactView),
    chosen_event_id: Id.nullable(),
    resolution_note: z.string().nullable(),
    resolved_by: Named.nullable(),
    resolved_at: Instant.nullable(),
  })
  .meta({ id: 'CaseListRow' });
export type CaseListRow = z.infer<typeof CaseListRow>;
export const CasePage = pageOf(CaseListRow).meta({ id: 'CasePage' });
export const CaseDetail = z
  .object({
    case: CaseListRow,
    units: z.array(UnitListRow),
  })
  .meta({ id: 'CaseDetail' });
export type CaseDetail = z.infer<typeof CaseDetail>;

/** An event that cannot be applied, as it stands in its station's case. */
export const HeldEventListRow = z
  .object({
    event_id: Id,
    type: ShortText,
    seq: Quantity,
    operator: Named.nullable(),
    captured_at: Instant,
    received_at: Instant,
    held_reason: ShortText,
    /** The reason with what the software or the database said, if it failed. */
    held_detail: z.string(),
    /** Rows that must be there first. None: it is not tried again by itself. */
    waits_for: z.array(z.object({ entity: EntityName, key: z.string() })),
    details: z.array(z.object({ name: ShortText, value: z.string() })),
  })
  .meta({ id: 'HeldEventListRow' });
export type HeldEventListRow = z.infer<typeof HeldEventListRow>;
export const HeldEventQuery = PageQuery;
export const HeldEventPage = pageOf(HeldEventListRow).meta({ id: 'HeldEventPage' });
export const HeldRetried = z.object({ tried: Quantity, applied: Quantity }).meta({ id: 'HeldRetried' });

/** `chosen_event_id` is the event of one of the facts, or null: none of them alone is true. */
export const ResolveCaseRequest = z
  .object({ chosen_event_id: Id.nullable(), note: z.string().trim().min(1).max(4000) })
  .meta({ id: 'ResolveCaseRequest' });
export type ResolveCaseRequest = z.infer<typeof ResolveCaseRequest>;
