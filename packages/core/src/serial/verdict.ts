import type { ProductRow } from '../model/catalog-rows.ts';
import type { UnitRow } from '../model/unit-rows.ts';
import type { ListFacts } from '../other-codes/other-code.ts';
import type { EffectivePolicy } from '../policy/effective-policy.ts';

/** What a serial is about to be used for; decides which rules apply. */
export const SERIAL_USES = ['receive', 'return-to-vendor', 'return', 'pack'] as const;
export type SerialUse = (typeof SERIAL_USES)[number];

export type RuleParams = Readonly<Record<string, string | number | boolean | null>>;

/** A refusal or a warning: `code` is the rule's id and its key in the translations, `params` fill the translation's blanks. */
export interface RuleFailure {
  readonly code: string;
  readonly params: RuleParams;
}

export interface Verdict {
  /** Exactly as read, or as the unit is known (`serial.other-spelling`). */
  readonly serial_raw: string;
  readonly serial_norm: string;
  /** Every rule that refuses, in the order of SERIAL_RULES; empty: the serial may be used. */
  readonly failures: readonly RuleFailure[];
  /** What a person may pass. */
  readonly warnings: readonly RuleFailure[];
  /**
   * The known unit to use: of this product, and in a state to leave (pack, return-to-vendor) or to come back (receive, return).
   * Null: none is known, so receiving makes a new one. May be set beside failures, so that an override keeps the right unit.
   */
  readonly unit: UnitRow | null;
}

/** How many serials a line may still take. */
export interface SerialQuantities {
  /** Units of the line that need a serial. */
  readonly units: number;
  /** Serials that the line has already. */
  readonly serials: number;
}

/** Everything the judge may know. Pure reads: no clock, no I/O; all of one line of one document. */
export interface SerialContext {
  readonly use: SerialUse;
  readonly product: ProductRow;
  readonly policy: EffectivePolicy;
  /** Normalised code (see `normaliseCode`) → SKU, of every code of every product on this document. */
  readonly document_codes: ReadonlyMap<string, string>;
  /** Normalised serial → where it was scanned on this document ("line 2", "box 1"); without those being judged. */
  readonly document_serials: ReadonlyMap<string, string>;
  /** Every unit of the tenant with this normalised serial or former serial, whatever its product. */
  readonly unitsBySerial: (serial_norm: string) => readonly UnitRow[];
  /** Names for messages; null where not known here. */
  readonly skuOf: (product_id: string) => string | null;
  readonly orderNumberOf: (order_id: string) => string | null;
  readonly warehouseNameOf: (warehouse_id: string) => string | null;
  readonly poNumberOf: (purchase_order_id: string) => string | null;
  /** Normalised serials that an ASN announced for this line; null: none was announced, so any may come. */
  readonly expected_serials: ReadonlySet<string> | null;
  /** Units shipped on the order that the RMA refers to; null: this is no RMA. */
  readonly units_sold: ReadonlySet<string> | null;
  /** The order being packed: a unit allocated to it may be packed. Null otherwise. */
  readonly order_id: string | null;
  readonly warehouse_id: string;
  /** True at a station that keeps its own warehouse's units only: a serial unknown here may be known elsewhere. Left out: all units are known. */
  readonly own_warehouse_only?: boolean;
  /** The last serials scanned here, normalised, newest last; the near-duplicate warning looks at the last 20. */
  readonly recent_serials: readonly string[];
  /** Null: the line has no limit known here. */
  readonly quantities: SerialQuantities | null;
  /** Age of the data the verdict rests on; null: it is the truth itself (central). */
  readonly cache_age_ms: number | null;
  /** The product code scanned with the serial, when it is no longer valid; else null. */
  readonly expired_product_code: string | null;
  /** What the pasted or imported list tells in which the serials stand. Left out: they stand in none. */
  readonly list?: ListFacts;
}

/** How much of a serial a message repeats. */
const SHOWN = 60;

/** A serial for a message: 10,000 characters would fill the screen. */
export function shown(serial: string): string {
  return serial.length > SHOWN ? `${serial.slice(0, SHOWN)}…` : serial;
}
