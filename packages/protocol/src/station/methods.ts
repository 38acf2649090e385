import { scannedCodeSchema } from '@serialbridge/core/gs1';
import { z } from 'zod';
import {
  CaseRow,
  DocumentKind,
  Grams,
  Id,
  Instant,
  Note,
  PolicyLevel,
  Quantity,
  ShortText,
  UnitState,
} from '@serialbridge/core/model';
import type { StationMethodDeclaration } from './callers.ts';
import { DEVICE_METHODS } from './device-methods.ts';
import { Feedback, Finding, Params } from './feedback.ts';
import { OrderListRow, RateQuote } from './packing-state.ts';
import { DocumentListRow, ReceiptSerial, ReceivingSessionListRow } from './receiving-state.ts';

/** `key-file`: only a file on the same disk, which keeps nobody out who has the disk. */
export const SEALED_BY = ['safe-storage', 'secret-service', 'key-file'] as const;
const Nothing = z.object({});
const Page = { offset: Quantity, limit: z.number().int().min(1).max(500) };

/** A unit as the station knows it, for "where is it, who touched it"; `history` from central when online, else what is known here. */
export const UnitCard = z.object({
  unit_id: Id,
  sku: ShortText,
  product_name: ShortText,
  serial_raw: z.string(),
  state: UnitState,
  disputed: z.boolean(),
  warehouse_name: ShortText.nullable(),
  bin_code: ShortText.nullable(),
  po_number: ShortText.nullable(),
  order_number: ShortText.nullable(),
});

export const OptionRow = z.object({
  key: ShortText,
  group: ShortText,
  meaning: z.string(),
  type: z.enum(['boolean', 'integer', 'number', 'text', 'choice', 'ids']),
  choices: z.array(ShortText).nullable(),
  unit: ShortText.nullable(),
  value: z.json(),
  /** Where the effective value comes from. */
  source: z.union([z.literal('default'), PolicyLevel]),
  levels: z.array(PolicyLevel),
  may_change: z.boolean(),
});
export type OptionRow = z.infer<typeof OptionRow>;

/** The verdict on one serial of a bulk entry, in the order given (`position` counts from 1). */
export const BulkVerdict = z.object({
  position: Quantity,
  /** Of the list, as a spreadsheet numbers it; of a range its place. */
  row: Quantity,
  serial_raw: z.string(),
  findings: z.array(Finding),
  warnings: z.array(Finding),
});

/** Which column of a list has the serials, counted from 0; `all`: every cell is one. */
const SerialColumn = z.union([z.number().int().min(0).max(10_000), z.literal('all')]);

/** A column of a list, as the reader took it. */
const ListColumn = z.object({
  column: Quantity,
  name: z.string(),
  use: z.enum(['serial', 'product', 'lot', 'expiry', 'left-out']),
  samples: z.array(z.string()),
});

/** Every method: what goes in and what comes out. Called only through the client, parsed at both ends. */
export const STATION_METHODS = {
  // Who is no station yet may be paired by anybody; of one that is, host/pair-again.ts decides, and may want a supervisor's `approval`.
  'station.pair': {
    who: 'anybody',
    before_pairing: true,
    params: z.object({
      central_url: z.url(),
      pairing_code: ShortText,
      approval: z.object({ code: ShortText, pin: ShortText }).nullable(),
    }),
    result: Nothing,
  },
  'station.sign_in': {
    who: 'anybody',
    params: z.union([
      z.object({ badge: ShortText, pin: ShortText.nullable() }),
      z.object({ code: ShortText, pin: ShortText }),
    ]),
    result: Nothing,
  },
  /**
   * Changes the own PIN and signs in with the new one. Needs central: it compares the present PIN and judges the new one. Who signs in with a PIN
   * that must be changed is refused with `auth.pin-must-change` while central is reached.
   */
  'station.change_pin': {
    who: 'anybody',
    params: z.union([
      z.object({ badge: ShortText, pin: ShortText, new_pin: ShortText }),
      z.object({ code: ShortText, pin: ShortText, new_pin: ShortText }),
    ]),
    result: Nothing,
  },
  'station.sign_out': { who: 'anybody', params: Nothing, result: Nothing },
  'station.sync_now': { who: 'anybody', params: Nothing, result: Nothing },
  /** Compares the cache with central now, or as soon as central is reached; what came of it is in the sync status. */
  'station.compare': { who: 'signed-in', params: Nothing, result: Nothing },
  'station.list_options': {
    who: 'signed-in',
    before_pairing: true,
    params: Nothing,
    result: z.object({ options: z.array(OptionRow) }),
  },
  'station.change_options': {
    who: 'signed-in',
    params: z.object({
      changes: z.array(z.object({ level: PolicyLevel, key: ShortText, value: z.json().nullable() })).min(1),
    }),
    result: Nothing,
  },
  'station.find_unit': {
    who: 'records.see',
    params: z.object({ serial: z.string().max(512) }),
    result: z.object({ units: z.array(UnitCard) }),
  },
  'station.list_cases': {
    who: 'records.see',
    params: z.object({ state: z.enum(['open', 'resolved']) }),
    /** `names`: of the stations, people, documents and products (SKU) in the facts, by id, as far as this station knows them. */
    result: z.object({
      cases: z.array(CaseRow),
      /** Resolved here, but in the ledger's order another resolution came first and holds. */
      overruled: z.array(CaseRow).default([]),
      names: z.record(z.string(), z.string()),
    }),
  },
  /** A supervisor decides which fact of an open case is true, or none alone (null); recorded here, also without a network. */
  'station.resolve_case': {
    who: 'cases.resolve',
    params: z.object({ case_id: Id, chosen_event_id: Id.nullable(), note: Note.min(1) }),
    result: Nothing,
  },
  /** A person has read that another resolution holds. */
  'station.note_overruled': { who: 'cases.resolve', params: z.object({ case_id: Id }), result: Nothing },
  'station.diagnostics': {
    who: 'signed-in',
    before_pairing: true,
    when_shut_out: true,
    params: Nothing,
    result: z.object({
      data_dir: z.string(),
      incarnation: Id,
      last_seq: Quantity,
      backlog: Quantity,
      cache_version: Quantity,
      ops_bytes: Quantity,
      cache_bytes: Quantity,
      node: ShortText,
      sqlite: ShortText,
      started_at: Instant,
      /** Who keeps the key of its secrets, and what the system calls that. */
      sealed_by: z.enum(SEALED_BY),
      seal_detail: ShortText.nullable(),
      /** False: the key is not here, so nothing that was sealed can be used. */
      seal_opens: z.boolean(),
    }),
  },
  /**
   * The unsent events as signed files (`OutboxHeader`), for a person to carry: one for each station that this computer was and has unsent events
   * of, at least one. Marks nothing as sent. Needs a supervisor, unless the station is shut out and has no other way.
   */
  'station.export_outbox': {
    who: 'outbox.export',
    before_pairing: true,
    when_shut_out: true,
    params: Nothing,
    result: z.object({ files: z.array(z.object({ file_name: ShortText, events: Quantity, parts: Quantity })) }),
  },
  /** Part 0, 1 … of a file of the last export: a file may be larger than a frame. */
  'station.export_part': {
    who: 'outbox.export',
    before_pairing: true,
    when_shut_out: true,
    params: z.object({ file_name: ShortText, part: Quantity }),
    result: z.object({ text: z.string() }),
  },
  /** A code read by the keyboard wedge or typed into the scan field; its meaning is found by the host, whatever has focus. */
  'scan.submit': {
    who: 'anybody',
    params: z.object({ via: z.enum(['wedge', 'screen']), ...scannedCodeSchema.shape }),
    result: z.object({ feedback: Feedback }),
  },
  ...DEVICE_METHODS,

  'receiving.list_documents': {
    who: 'receive',
    params: z.object({
      ...Page,
      show: z.enum(['open', 'rma', 'received']),
      keywords: ShortText,
      sku: ShortText,
      number: ShortText,
      vendor_id: Id.nullable(),
      buyer: ShortText.nullable(),
      company: ShortText.nullable(),
      vendor_invoice_number: ShortText,
      from: Instant.nullable(),
      to: Instant.nullable(),
    }),
    result: z.object({
      rows: z.array(DocumentListRow),
      matching: Quantity,
      total: Quantity,
      vendors: z.array(z.object({ vendor_id: Id, name: ShortText })),
      buyers: z.array(ShortText),
      companies: z.array(ShortText),
    }),
  },
  'receiving.open_document': {
    who: 'receive',
    params: z.object({ document_kind: DocumentKind, document_id: Id }),
    result: Nothing,
  },
  'receiving.list_sessions': {
    who: 'receive',
    params: z.object({ ...Page }),
    result: z.object({ rows: z.array(ReceivingSessionListRow), total: Quantity }),
  },
  /** Back to the list; the draft stays and can be gone on with. */
  'receiving.leave': { who: 'receive', params: Nothing, result: Nothing },
  'receiving.choose_line': { who: 'receive', params: z.object({ line_id: Id.nullable() }), result: Nothing },
  /** Mark as Received: counts units of a line; one that needs serials then asks for them. */
  'receiving.mark_received': {
    who: 'receive',
    params: z.object({ line_id: Id, quantity: z.number().int().min(1).max(1_000_000) }),
    result: z.object({ feedback: Feedback }),
  },
  /**
   * Paste, CSV text or a range; with dry_run only judged. Nothing is taken unless all pass or `skip_bad`, nor while `ask` says that a person must
   * say first which column has the serials (`column`, kept for this layout). One commit per 500.
   */
  'receiving.enter_serials': {
    who: 'receive',
    params: z.object({
      line_id: Id,
      entry: z.union([
        z.object({ text: z.string().max(4_000_000), column: SerialColumn.nullable().optional() }),
        z.object({ first: ShortText, last: ShortText }),
        z.object({ first: ShortText, count: z.number().int().min(1).max(10_000) }),
      ]),
      dry_run: z.boolean(),
      skip_bad: z.boolean(),
    }),
    result: z.object({
      entered: Quantity,
      accepted: Quantity,
      refused: z.array(BulkVerdict).max(10_000),
      warned: z.array(BulkVerdict).max(10_000),
      /** What the reader left out, and why. */
      notes: z.array(Finding),
      columns: z.array(ListColumn),
      chosen: SerialColumn,
      ask: z.boolean(),
    }),
  },
  'receiving.undo': { who: 'receive', params: Nothing, result: z.object({ feedback: Feedback }) },
  'receiving.remove_serial': {
    who: 'receive',
    params: z.object({ unit_id: Id }),
    result: z.object({ feedback: Feedback }),
  },
  'receiving.list_serials': {
    who: 'receive',
    params: z.object({ ...Page, line_id: Id.nullable(), find: ShortText }),
    result: z.object({ rows: z.array(ReceiptSerial), total: Quantity }),
  },
  'receiving.set_bin': { who: 'receive', params: z.object({ bin_id: Id.nullable() }), result: Nothing },
  'receiving.list_bins': {
    who: 'receive',
    params: Nothing,
    result: z.object({ bins: z.array(z.object({ bin_id: Id, code: ShortText })) }),
  },
  'receiving.save': { who: 'receive', params: Nothing, result: z.object({ feedback: Feedback }) },
  'receiving.discard': { who: 'receive', params: z.object({ reason: Note }), result: Nothing },

  'packing.list_orders': {
    who: 'pack',
    params: z.object({
      ...Page,
      show: z.enum(['open', 'shipped']),
      keywords: ShortText,
      sku: ShortText,
      number: ShortText,
      serial: ShortText,
      channel: ShortText.nullable(),
      from: Instant.nullable(),
      to: Instant.nullable(),
    }),
    result: z.object({
      rows: z.array(OrderListRow),
      matching: Quantity,
      total: Quantity,
      channels: z.array(ShortText),
    }),
  },
  'packing.open_order': { who: 'pack', params: z.object({ order_id: Id }), result: Nothing },
  /** Back to the list; what is packed stays packed and can be gone on with. */
  'packing.leave': { who: 'pack', params: Nothing, result: Nothing },
  'packing.choose_line': { who: 'pack', params: z.object({ order_line_id: Id.nullable() }), result: Nothing },
  /** A quantity of a product without serials. */
  'packing.pack_quantity': {
    who: 'pack',
    params: z.object({ order_line_id: Id, quantity: z.number().int().min(1).max(100_000) }),
    result: z.object({ feedback: Feedback }),
  },
  /** Keeps a refused serial with a reason, where policy allows; the approver signs with badge or code and PIN. */
  'packing.keep_serial': {
    who: 'pack',
    params: z.object({
      override_token: ShortText,
      reason: Note.min(1),
      approver: z.object({ code: ShortText, pin: ShortText }).nullable(),
    }),
    result: z.object({ feedback: Feedback }),
  },
  'packing.undo': { who: 'pack', params: Nothing, result: z.object({ feedback: Feedback }) },
  'packing.remove_unit': {
    who: 'pack',
    params: z.object({ package_unit_id: Id }),
    result: z.object({ feedback: Feedback }),
  },
  'packing.new_package': { who: 'pack', params: Nothing, result: Nothing },
  'packing.select_package': { who: 'pack', params: z.object({ package_id: Id }), result: Nothing },
  'packing.go_to': { who: 'pack', params: z.object({ phase: z.enum(['check', 'weigh', 'ship']) }), result: Nothing },
  'packing.set_weight': {
    who: 'pack',
    params: z.object({ package_id: Id, weight_g: Grams }),
    result: z.object({ feedback: Feedback }),
  },
  /** Takes a stable reading that began after this call. */
  'packing.read_scale': { who: 'pack', params: z.object({ package_id: Id }), result: z.object({ feedback: Feedback }) },
  'packing.list_rates': { who: 'pack', params: Nothing, result: z.object({ rates: z.array(RateQuote) }) },
  'packing.ship': {
    who: 'pack',
    params: z.object({
      carrier: ShortText,
      service: ShortText.nullable(),
      tracking: z.array(z.object({ package_id: Id, tracking_number: ShortText.nullable() })),
    }),
    result: z.object({ feedback: Feedback }),
  },
  'packing.discard': { who: 'pack', params: z.object({ reason: Note }), result: Nothing },
} as const satisfies Record<string, StationMethodDeclaration>;

export type StationMethod = keyof typeof STATION_METHODS;
export type MethodParams<M extends StationMethod> = z.infer<(typeof STATION_METHODS)[M]['params']>;
export type MethodResult<M extends StationMethod> = z.infer<(typeof STATION_METHODS)[M]['result']>;

/** What a failing call throws: the same faults as everywhere, all at once. */
export const CallFault = z.object({ code: z.string(), message: z.string(), params: Params });
export type CallFault = z.infer<typeof CallFault>;
