import { z } from 'zod';
import { DocumentKind } from '../model/document-rows.ts';
import { Id, Note, Quantity, SerialRaw, ShortText } from '../model/scalars.ts';
import { AT_THE_DOCK, type EventDeclarations } from './declare-event.ts';

/** What a person saw and chose to pass, kept on the event: warnings by id, and overridden refusals with their reason. */
export const Override = z.object({ rules: z.array(ShortText).min(1), reason: Note, approved_by: Id.nullable() });
export type Override = z.infer<typeof Override>;

export const CountedUnit = z.object({
  /** The existing unit when the station knows the serial (a credit memo, an RMA, a unit that comes back), else a new id. */
  unit_id: Id,
  serial_raw: SerialRaw,
  lot: ShortText.nullable(),
  expiry: ShortText.nullable(),
});
export type CountedUnit = z.infer<typeof CountedUnit>;

/** A count is of goods that lie there, whoever counted them. */
const AT_WORK = { sources: AT_THE_DOCK, right: 'receive', physical: true } as const;

/** What is received: on a purchase order, a credit memo or an RMA, counted line by line and saved at once. */
export const RECEIVING_EVENTS = {
  /** A session of receiving work on a document begins; several stations may work on one document, each in its own session. */
  'receiving-session-opened': {
    v: 1,
    body: z.object({
      receiving_session_id: Id,
      document_kind: DocumentKind,
      document_id: Id,
      warehouse_id: Id,
    }),
    ...AT_WORK,
    approvals: {},
    names: { warehouse_id: 'own-warehouse', document_id: 'any-document', receiving_session_id: 'own-session' },
    transitions: [],
  },
  /** Units of one line were counted; `quantity` counts units with and without serials, `units` those that got one. At most 500 units. */
  'receipt-line-counted': {
    v: 1,
    body: z.object({
      receiving_session_id: Id,
      receipt_line_id: Id,
      line_id: Id,
      product_id: Id,
      bin_id: Id.nullable(),
      quantity: Quantity,
      units: z.array(CountedUnit).max(500),
      override: Override.nullable(),
      warnings: z.array(ShortText),
    }),
    ...AT_WORK,
    approvals: { override: { right: 'releases', asked: 'always' } },
    names: { bin_id: 'own-bin', receiving_session_id: 'own-session' },
    transitions: [],
  },
  /** Undo or deletion inside a draft: takes serials, and by `quantity` units, off a line again. */
  'receipt-line-uncounted': {
    v: 1,
    body: z.object({
      receiving_session_id: Id,
      receipt_line_id: Id,
      line_id: Id,
      product_id: Id,
      quantity: Quantity,
      unit_ids: z.array(Id).max(500),
      reason: z.enum(['undo', 'deleted']),
    }),
    ...AT_WORK,
    approvals: {},
    names: { receiving_session_id: 'own-session' },
    transitions: [],
  },
  /** Save Receive Data: what was counted takes effect; states the totals so that a missing part shows. */
  'receipt-saved': {
    v: 1,
    body: z.object({
      receiving_session_id: Id,
      document_kind: DocumentKind,
      document_id: Id,
      totals: z.array(z.object({ line_id: Id, product_id: Id, quantity: Quantity, serials: Quantity })),
    }),
    ...AT_WORK,
    approvals: {},
    names: { document_id: 'any-document', receiving_session_id: 'own-session' },
    transitions: ['received', 'received-back', 'returned', 'sent-to-vendor'],
  },
  'receipt-discarded': {
    v: 1,
    body: z.object({ receiving_session_id: Id, reason: Note }),
    ...AT_WORK,
    approvals: {},
    names: { receiving_session_id: 'own-session' },
    transitions: [],
  },
} as const satisfies EventDeclarations;
