import type { ListFacts } from '../other-codes/other-code.ts';
import type { DocumentKind } from '../model/document-rows.ts';
import type { EffectivePolicy } from '../policy/effective-policy.ts';
import type { ScannedSerial } from '../scan/meaning.ts';
import type { SerialNeed } from '../serial/serial-need.ts';
import type { SerialUse, Verdict } from '../serial/verdict.ts';

export const RECEIVING_PHASES = ['list', 'lines', 'serials'] as const;
export type ReceivingPhase = (typeof RECEIVING_PHASES)[number];

/** What one accepted scan or count did, so that it can be taken back. */
export interface Counted {
  readonly receipt_line_id: string;
  readonly line_id: string;
  readonly product_id: string;
  readonly quantity: number;
  readonly unit_ids: readonly string[];
}

export interface ReceivingSession {
  readonly receiving_session_id: string;
  readonly document_kind: DocumentKind;
  readonly document_id: string;
  readonly warehouse_id: string;
  /** `receiving-session-opened` is recorded with the first count, so that looking at a document leaves no trace. */
  readonly recorded: boolean;
}

/** The state that survives a restart; what was counted stands in the ledger, not here. */
export interface ReceivingMachine {
  readonly phase: ReceivingPhase;
  readonly session: ReceivingSession | null;
  readonly current_line_id: string | null;
  /**
   * How serials of the current line count. `counting`: each serial is one more unit (the product was scanned). `filling`: Mark as
   * Received has counted the units, serials fill them.
   */
  readonly entry: 'counting' | 'filling';
  readonly bin_id: string | null;
  /** Oldest first, at most UNDO_LIMIT. */
  readonly undo: readonly Counted[];
}

export const UNDO_LIMIT = 50;

export const RECEIVING_START: ReceivingMachine = {
  phase: 'list',
  session: null,
  current_line_id: null,
  entry: 'counting',
  bin_id: null,
  undo: [],
};

/** One line of the open document as it stands now. */
export interface ReceivingLineFacts {
  readonly line_id: string;
  readonly line_number: number;
  readonly product_id: string;
  readonly sku: string;
  readonly ordered: number;
  /** In earlier saved sessions. */
  readonly received: number;
  /** In this session. */
  readonly counted: number;
  readonly serials: number;
  /** Counts of this session stand on this row; null: none yet. */
  readonly receipt_line_id: string | null;
}

/** What the machine may know. Reads only; ids are made by the caller. */
export interface ReceivingFacts {
  readonly lines: ReadonlyMap<string, ReceivingLineFacts>;
  readonly policy: (line: ReceivingLineFacts) => EffectivePolicy;
  readonly serialNeed: (line: ReceivingLineFacts) => SerialNeed;
  /** Judges serials of a line. `filling`: they may only fill units that are counted already. */
  /** `list`: what the list tells in which the serials stand. */
  readonly judge: (
    line: ReceivingLineFacts,
    serials: readonly string[],
    filling: boolean,
    list?: ListFacts,
  ) => readonly Verdict[];
  readonly newId: () => string;
}

export type ReceivingCommand =
  | {
      readonly type: 'open';
      readonly session: ReceivingSession;
      readonly status: 'open' | 'received' | 'cancelled';
      readonly number: string;
    }
  | { readonly type: 'leave' }
  | { readonly type: 'choose-line'; readonly line_id: string | null }
  /** A product's code was scanned; `line_ids` are the document's lines of it, none if it is not on the document. */
  | {
      readonly type: 'product';
      readonly line_ids: readonly string[];
      readonly code: string;
      readonly sku: string;
      /** As the label says: said, and counted by nobody but a person. */
      readonly quantity?: number | null;
    }
  | { readonly type: 'mark-received'; readonly line_id: string; readonly quantity: number }
  /** One scan: of the current line, or of `line_ids` when the label named the product. */
  | {
      readonly type: 'serial';
      readonly serial: ScannedSerial;
      readonly line_ids: readonly string[] | null;
      readonly sku: string | null;
    }
  | { readonly type: 'undo' }
  | { readonly type: 'remove-serial'; readonly unit_id: string; readonly line_id: string; readonly serial_raw: string }
  | { readonly type: 'set-bin'; readonly bin_id: string | null; readonly code: string | null }
  /** NEXT: done with this line. */
  | { readonly type: 'next' }
  | { readonly type: 'save' }
  | { readonly type: 'discard'; readonly reason: string };

export type ReceivingCommandType = ReceivingCommand['type'];

export const USE_OF_DOCUMENT: Readonly<Record<DocumentKind, SerialUse>> = {
  purchase_order: 'receive',
  credit_memo: 'return-to-vendor',
  rma: 'return',
};
