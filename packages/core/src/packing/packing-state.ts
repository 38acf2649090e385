import type { EffectivePolicy } from '../policy/effective-policy.ts';
import type { ScannedSerial } from '../scan/meaning.ts';
import type { SerialNeed } from '../serial/serial-need.ts';
import type { RuleFailure, Verdict } from '../serial/verdict.ts';

export const PACKING_PHASES = ['list', 'check', 'weigh', 'ship', 'done'] as const;
export type PackingPhase = (typeof PACKING_PHASES)[number];

/** One thing that went into a box and can be taken out again. */
export interface Packed {
  readonly package_unit_id: string;
  readonly package_id: string;
  readonly order_line_id: string;
  readonly unit_id: string | null;
  readonly quantity: number;
}

/** The state that survives a restart; what is packed stands in the ledger, not here. */
export interface PackingMachine {
  readonly phase: PackingPhase;
  readonly order_id: string | null;
  readonly current_line_id: string | null;
  /** The box that things go into; null: the next one packed opens it. */
  readonly current_package_id: string | null;
  /** Tracking numbers scanned or typed, by box; they become facts with `order-shipped`. */
  readonly tracking: Readonly<Record<string, string>>;
  /** Boxes whose content changed after they were weighed. */
  readonly reweigh: readonly string[];
  /** Oldest first, at most PACKING_UNDO_LIMIT. */
  readonly undo: readonly Packed[];
}

export const PACKING_UNDO_LIMIT = 50;

export const PACKING_START: PackingMachine = {
  phase: 'list',
  order_id: null,
  current_line_id: null,
  current_package_id: null,
  tracking: {},
  reweigh: [],
  undo: [],
};

export interface PackingLineFacts {
  readonly order_line_id: string;
  readonly line_number: number;
  readonly product_id: string;
  readonly sku: string;
  readonly quantity: number;
  /** In all live boxes, of every station. */
  readonly packed: number;
  readonly need: SerialNeed;
}

export interface BoxFacts {
  readonly package_id: string;
  readonly number: number;
  readonly state: 'open' | 'closed' | 'shipped';
  readonly units: number;
  readonly weight_g: number | null;
  /** Sum of the products' weights; null when one is not known. */
  readonly expected_weight_g: number | null;
}

export interface OrderFacts {
  readonly order_id: string;
  readonly number: string;
  readonly status: 'open' | 'packed' | 'shipped' | 'cancelled';
  readonly confirmed: boolean;
  readonly picked: boolean;
  readonly disputed: boolean;
  /** The order may leave from this warehouse. */
  readonly here: boolean;
  readonly requested_service: string | null;
}

export interface RateFacts {
  readonly carrier: string;
  readonly service: string;
  readonly price_cents: number;
  readonly currency: string;
}

/** What a station knows of a text that is offered as a tracking number. */
export interface TrackingLookups {
  /** What else the text is: a product's code, a bin, an order's number, a serial …; null: nothing that is known here. */
  readonly namedOtherwise: (text: string) => RuleFailure | null;
  /** Another order's shipment with this number, by its order and the day it left. */
  readonly shipmentWith: (tracking_number: string) => { readonly number: string; readonly shipped_at: number } | null;
}

/** What the machine may know of the open order (of the order to open, for `open`). Reads only; ids are made by the caller. */
export interface PackingFacts {
  readonly order: OrderFacts | null;
  readonly lines: ReadonlyMap<string, PackingLineFacts>;
  /** Live boxes by number. */
  readonly boxes: readonly BoxFacts[];
  readonly warehouse_id: string;
  readonly policy: EffectivePolicy;
  readonly judge: (line: PackingLineFacts, serial_raw: string) => Verdict;
  readonly tracking: TrackingLookups;
  /** Services of the rate table for the boxes as weighed. */
  readonly rates: () => readonly RateFacts[];
  readonly now: number;
  readonly newId: () => string;
}

/** A refused command that a person may insist on: what `keep` brings back, with the rules that refused. */
export type Overridable =
  | {
      readonly type: 'serial';
      readonly order_line_id: string;
      readonly serial_raw: string;
      readonly failures: readonly RuleFailure[];
    }
  | {
      readonly type: 'weight';
      readonly package_id: string;
      readonly weight_g: number;
      readonly weight_source: 'scale' | 'typed';
      readonly reading_raw: string | null;
      readonly failures: readonly RuleFailure[];
    };

export type PackingCommand =
  | { readonly type: 'open' }
  | { readonly type: 'leave' }
  | { readonly type: 'choose-line'; readonly order_line_id: string | null }
  /** A product's code was scanned; no lines: it is not on the order. */
  | {
      readonly type: 'product';
      readonly line_ids: readonly string[];
      readonly code: string;
      readonly sku: string;
      readonly quantity?: number | null;
    }
  | { readonly type: 'pack-quantity'; readonly order_line_id: string; readonly quantity: number }
  /** `line_ids`: the lines that label or known unit point to; null: nothing but the current line can tell. */
  | {
      readonly type: 'serial';
      readonly serial: ScannedSerial;
      readonly line_ids: readonly string[] | null;
      readonly sku: string | null;
    }
  | { readonly type: 'keep'; readonly what: Overridable; readonly reason: string; readonly approved_by: string | null }
  | { readonly type: 'undo' }
  | { readonly type: 'remove'; readonly packed: Packed; readonly serial_raw: string | null }
  | { readonly type: 'new-package' }
  | { readonly type: 'select-package'; readonly package_id: string }
  | { readonly type: 'go-to'; readonly phase: 'check' | 'weigh' | 'ship' }
  | {
      readonly type: 'weigh';
      readonly package_id: string | null;
      readonly weight_g: number;
      readonly weight_source: 'scale' | 'typed';
      readonly reading_raw: string | null;
    }
  | { readonly type: 'tracking'; readonly tracking_number: string }
  | {
      readonly type: 'ship';
      /** Null: the service that the order asks for, or the tracking numbers alone (command barcode SHIP). */
      readonly carrier: string | null;
      readonly service: string | null;
      readonly tracking: readonly { readonly package_id: string; readonly tracking_number: string | null }[];
    }
  | { readonly type: 'discard'; readonly reason: string };

export type PackingCommandType = PackingCommand['type'];
