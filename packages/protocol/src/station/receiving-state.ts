import { z } from 'zod';
import { DocumentKind, Id, Instant, Quantity, SerialPolicy, ShortText } from '@serialbridge/core/model';
import { Finding, LastScan } from './feedback.ts';

/** A row of the list of POs, credit memos and RMAs. */
export const DocumentListRow = z.object({
  document_kind: DocumentKind,
  document_id: Id,
  number: ShortText,
  description: z.string().nullable(),
  party: ShortText,
  buyer: ShortText.nullable(),
  company: ShortText.nullable(),
  vendor_invoice_number: ShortText.nullable(),
  created_at: Instant,
  ordered_at: Instant,
  products: Quantity,
  units: Quantity,
  units_received: Quantity,
  /** Null: a return has none, or whoever is signed in may not see it. */
  total_cents: z.number().int().nullable(),
  currency: ShortText.nullable(),
  status: z.enum(['open', 'received', 'cancelled']),
  /** An unsaved session on it at this station, to go on with. */
  draft_session_id: Id.nullable(),
  disputed: z.boolean(),
});
export type DocumentListRow = z.infer<typeof DocumentListRow>;

export const ProductCard = z.object({
  product_id: Id,
  sku: ShortText,
  name: ShortText,
  picture: z.string().nullable(),
  serial_policy: SerialPolicy,
  serial_hint: Finding.nullable(),
});
export type ProductCard = z.infer<typeof ProductCard>;

export const ReceivingLine = z.object({
  line_id: Id,
  line_number: Quantity,
  product: ProductCard,
  quantity_ordered: Quantity,
  /** Received in earlier saved sessions. */
  quantity_received: Quantity,
  /** Counted in this session. */
  quantity_counted: Quantity,
  serials_counted: Quantity,
  /** Units counted that still lack a required serial. */
  serials_missing: Quantity,
  on_hand: z.number().int().nullable(),
});
export type ReceivingLine = z.infer<typeof ReceivingLine>;

/** Topic `receiving`. Phase: the list; a document with its lines, waiting for a product; serials of one line being scanned. */
export const ReceivingState = z.object({
  phase: z.enum(['list', 'lines', 'serials']),
  session: z
    .object({
      receiving_session_id: Id,
      document_kind: DocumentKind,
      document_id: Id,
      number: ShortText,
      party: ShortText,
      opened_at: Instant,
      bin_id: Id.nullable(),
      bin_code: ShortText.nullable(),
      units_counted: Quantity,
      serials_counted: Quantity,
    })
    .nullable(),
  lines: z.array(ReceivingLine),
  current_line_id: Id.nullable(),
  /** What keeps the session from being saved now; empty: it can be saved. */
  blockers: z.array(Finding),
  last_scans: z.array(LastScan).max(50),
  can_undo: z.boolean(),
});
export type ReceivingState = z.infer<typeof ReceivingState>;

export const ReceiptSerial = z.object({
  unit_id: Id,
  line_id: Id,
  sku: ShortText,
  serial_raw: z.string(),
  lot: ShortText.nullable(),
  expiry: ShortText.nullable(),
});
export type ReceiptSerial = z.infer<typeof ReceiptSerial>;

export const ReceivingSessionListRow = z.object({
  receiving_session_id: Id,
  document_kind: DocumentKind,
  document_id: Id,
  number: ShortText,
  state: z.enum(['draft', 'saved', 'discarded']),
  opened_at: Instant,
  saved_at: Instant.nullable(),
  operator_name: ShortText.nullable(),
  station_name: ShortText,
  units: Quantity,
  serials: Quantity,
});
export type ReceivingSessionListRow = z.infer<typeof ReceivingSessionListRow>;
