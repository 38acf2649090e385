import type { DocumentKind } from '../model/document-rows.ts';
import type { RuleFailure } from '../serial/verdict.ts';
import type { ScanCommand } from './commands.ts';

/** A serial as a label gave it. `product_id` null: the code said nothing of the product. */
export interface ScannedSerial {
  readonly serial_raw: string;
  readonly lot: string | null;
  readonly expiry: string | null;
  /** The scanner named the symbol, and it is none of products' barcodes. */
  readonly named_symbol?: true;
}

export interface KnownProduct {
  readonly product_id: string;
  readonly sku: string;
}

export interface KnownDocument {
  readonly document_kind: DocumentKind;
  readonly document_id: string;
  readonly number: string;
}

export interface KnownOrder {
  readonly order_id: string;
  readonly number: string;
}

/** What one code meant. A refusal carries every finding; nothing is done for it. */
export type ScanMeaning =
  | { readonly kind: 'command'; readonly command: ScanCommand }
  | { readonly kind: 'operator'; readonly operator_id: string; readonly badge: string }
  | {
      readonly kind: 'product';
      readonly product: KnownProduct;
      readonly on_document: boolean;
      readonly code: string;
      /** As the label says; a label is never counted by. */
      readonly quantity?: number | null;
    }
  | { readonly kind: 'serial'; readonly serial: ScannedSerial }
  /** Product and serial of one label. */
  | {
      readonly kind: 'unit';
      readonly product: KnownProduct;
      readonly on_document: boolean;
      readonly code: string;
      readonly serial: ScannedSerial;
    }
  | { readonly kind: 'document'; readonly document: KnownDocument }
  | { readonly kind: 'order'; readonly order: KnownOrder }
  | { readonly kind: 'bin'; readonly bin_id: string; readonly code: string }
  | { readonly kind: 'tracking'; readonly tracking_number: string }
  | { readonly kind: 'refused'; readonly findings: readonly [RuleFailure, ...RuleFailure[]] };

/** What routing may ask. Each is one indexed look-up; codes are given as read, comparing is the look-up's business. */
export interface ScanLookups {
  /** By UPC, EAN, GTIN (in any of its lengths), SKU, alias or vendor SKU. */
  readonly productByCode: (code: string) => KnownProduct | null;
  readonly documentsByNumber: (number: string) => readonly KnownDocument[];
  /** By number or, where policy lets it, by tote. */
  readonly orderByCode: (code: string) => KnownOrder | null;
  readonly binByCode: (code: string) => { readonly bin_id: string; readonly code: string } | null;
  readonly operatorByBadge: (badge: string) => { readonly operator_id: string } | null;
  /** True if a unit, or a serial of the work under way, bears this serial. */
  readonly isKnownSerial: (text: string) => boolean;
  /** Which of these texts are a product code, a number, or a serial known here: all looked up at once. */
  readonly knownAmong: (texts: readonly string[]) => readonly string[];
}

/** What the work under way waits for; focus plays no part. */
export interface ScanExpectation {
  /**
   * `expected`: a line is chosen and waits for a serial. `possible`: a document is open, a serial may come without its product.
   * `none`: nothing that could take a serial is open.
   */
  readonly serial: 'expected' | 'possible' | 'none';
  /** The product whose serial is expected. */
  readonly serial_product_id: string | null;
  /** Products of the open document. */
  readonly document_products: ReadonlySet<string>;
  readonly tracking: boolean;
  /** Where a serial is `possible`: one that was announced for a line, or of the pattern of a line's product. Its shape is then for the rules. */
  readonly isAwaited?: (text: string) => boolean;
}
