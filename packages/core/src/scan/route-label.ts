import type { Gs1Message } from '../gs1/gs1-message.ts';
import { GS } from '../gs1/parse-element-string.ts';
import { runTogether } from '../gs1/run-together.ts';
import type { Label } from '../labels/label.ts';
import { shownCode } from '../other-codes/other-code.ts';
import type { RuleFailure, RuleParams } from '../serial/verdict.ts';
import type { KnownProduct, ScanExpectation, ScanLookups, ScanMeaning } from './meaning.ts';

/** A shorter serial is known by chance if it is very short. */
const LEAST_KNOWN = 5;

/** What is to be scanned instead: the end of a refusal's sentence. */
function wantedOf({ serial, tracking }: ScanExpectation): 'tracking' | 'work' | 'serial' {
  return tracking ? 'tracking' : serial === 'none' ? 'work' : 'serial';
}

/** Refused by name, and what to scan instead. */
export function refuseFor(expectation: ScanExpectation, code: string, params: RuleParams): ScanMeaning {
  const finding: RuleFailure = { code, params: { ...params, context: wantedOf(expectation) } };
  return { kind: 'refused', findings: [finding] };
}

/** The code of the product whose serial is expected is a serial for the rules to refuse (`serial.is-product-code`). */
export function routeProduct(
  product: KnownProduct,
  code: string,
  expectation: ScanExpectation,
  label: { readonly quantity?: number | null } = {},
): ScanMeaning {
  if (expectation.serial === 'expected' && expectation.serial_product_id === product.product_id) {
    return { kind: 'serial', serial: { serial_raw: code, lot: null, expiry: null } };
  }
  const on_document = expectation.document_products.has(product.product_id);
  return { kind: 'product', product, on_document, code, ...label };
}

/**
 * A GS1 label whose serial may have what stood behind it run into it, because no separator came: refused rather than recorded. Null: nothing
 * speaks for that, or a unit is known by the whole.
 */
export function refuseRunTogether(
  gs1: Gs1Message,
  { text, year }: { readonly text: string; readonly year: number },
  lookups: ScanLookups,
  expectation: ScanExpectation,
): ScanMeaning | null {
  const { serial, evidence, source } = gs1;
  const separates = text.includes(GS) || (gs1.warnings ?? []).some(({ rule }) => rule === 'gs1.separator');
  if (serial === undefined || source === 'digital-link' || separates) return null;
  if ((evidence !== 'shape' && evidence !== 'aim-id') || text.startsWith('(')) return null;
  const shorter = runTogether(serial, { year }).find(
    (one) => one.dated || (one.serial.length >= LEAST_KNOWN && lookups.isKnownSerial(one.serial)),
  );
  if (shorter === undefined || lookups.isKnownSerial(serial)) return null;
  return refuseFor(expectation, 'code.gs1-joined', { text: shownCode(text), value: gs1.gtin ?? '' });
}

/** The product that the label names; `unknown`: a number of a product, and none of ours. */
function productOf(label: Label, lookups: ScanLookups): KnownProduct | 'unknown' | 'several' | null {
  const named = [...label.products, ...label.gtins];
  const found = named.flatMap((code) => lookups.productByCode(code) ?? []);
  const [product] = found;
  if (product !== undefined) return found.every((one) => one.product_id === product.product_id) ? product : 'several';
  // A plain text names a maker's number that we need not know; a supplier's label and an EAN say which product it is.
  const says = label.source === 'iso-15434' ? named : label.gtins;
  return says.length > 0 ? 'unknown' : null;
}

/** A label that names its fields; null: it answers nothing that is asked here. */
export function routeFields(
  label: Label,
  text: string,
  lookups: ScanLookups,
  expectation: ScanExpectation,
): ScanMeaning | null {
  // Where the tracking number is asked for, a carrier's own words may stand round it; a supplier's label is refused by its name.
  if (expectation.tracking) return null;
  // A unit that is known by the whole text has that for its serial.
  if (label.source === 'named' && lookups.isKnownSerial(text)) return null;
  const [serial_raw, ...more] = label.serials;
  if (more.length > 0) return refuseFor(expectation, 'code.several-serials', { text: shownCode(text) });
  if (serial_raw === undefined && label.source === 'named') return null;
  const product = productOf(label, lookups);
  const code = label.products[0] ?? label.gtins[0] ?? '';
  if (product === 'several') return refuseFor(expectation, 'scan.label-products', { code });
  // Neither a unit nor a product of ours: it is refused by what it is.
  if (product === 'unknown' && serial_raw === undefined) return null;
  if (product === 'unknown') return refuseFor(expectation, 'scan.unknown-product', { code });
  const { lot, expiry, quantity } = label;
  if (serial_raw === undefined) return product === null ? null : routeProduct(product, code, expectation, { quantity });
  if (quantity !== null && quantity !== 1)
    return refuseFor(expectation, 'scan.label-quantity', { serial: shownCode(serial_raw), quantity });
  const serial = { serial_raw, lot, expiry };
  if (product === null) return { kind: 'serial', serial };
  const on_document = expectation.document_products.has(product.product_id);
  return { kind: 'unit', product, on_document, code, serial };
}
