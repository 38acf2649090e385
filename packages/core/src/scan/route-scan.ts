import { normaliseSerial } from '../serial/serial-key.ts';
import type { RuleFailure, RuleParams } from '../serial/verdict.ts';
import { expandShortUpcE } from '../gs1/upc-e.ts';
import type { Gs1Message } from '../gs1/gs1-message.ts';
import { findOtherCode, isPrivateCode, type FoundCode } from '../other-codes/find-other-code.ts';
import { plainTracking, readTracking, type TrackingNumber, type TrackingRefusal } from '../tracking/read-tracking.ts';
import { commandOf } from './commands.ts';
import type { KnownProduct, ScanExpectation, ScanLookups, ScanMeaning } from './meaning.ts';
import { refuseFor, refuseRunTogether, routeFields, routeProduct } from './route-label.ts';
import type { Scan } from './scan.ts';

/** Shorter parts are no codes; longer texts are no two codes of a scanner. */
const LEAST_PART = 3;
const MOST_TEXT = 120;

/**
 * Where two known codes were run together by a scanner without a suffix: both parts, or null. All first parts are looked up at once,
 * and second parts only behind a known first one, so that a plain unknown serial costs little.
 */
function splitTwoCodes(text: string, lookups: ScanLookups): readonly [string, string] | null {
  if (text.length > MOST_TEXT) return null;
  const places = Array.from(
    { length: Math.max(0, text.length - 2 * LEAST_PART + 1) },
    (_, index) => index + LEAST_PART,
  );
  const firsts = knownOf(
    places.map((at) => text.slice(0, at)),
    lookups,
  );
  if (firsts.size === 0) return null;
  const behind = places.filter((at) => firsts.has(text.slice(0, at)));
  const seconds = knownOf(
    behind.map((at) => text.slice(at)),
    lookups,
  );
  const place = behind.find((at) => seconds.has(text.slice(at)));
  return place === undefined ? null : [text.slice(0, place), text.slice(place)];
}

function knownOf(codes: readonly string[], lookups: ScanLookups): ReadonlySet<string> {
  const commands = codes.filter((code) => {
    const command = commandOf(code);
    return command !== null && command !== 'unknown';
  });
  return new Set([...commands, ...lookups.knownAmong(codes)]);
}

/** No code that a station deals with is longer; what is longer is a stuck scanner or a pasted file. */
export const SCAN_TEXT_LIMIT = 4096;
/** An unknown text longer than this is not shown as "unknown" but as several codes run together. */
const ONE_CODE_LIMIT = 200;
const CONTROL = /\p{Cc}/u;

/**
 * What this code meant, whatever has focus (SPEC.md, "Scan routing", has the order and the reasons). Never guesses: a code that
 * means nothing is refused, and one that is only known as something else is never taken for a serial.
 */
export function routeScan(scan: Scan, lookups: ScanLookups, expectation: ScanExpectation): ScanMeaning {
  const text = normaliseSerial(scan.text, { case_fold: false });
  if (text === '') return refuse('scan.empty');
  if (scan.text.length > SCAN_TEXT_LIMIT) {
    return refuse('scan.too-long', { length: scan.text.length, limit: SCAN_TEXT_LIMIT });
  }
  const command = commandOf(text);
  if (command === 'unknown') return refuse('scan.unknown-command', { text: shown(text) });
  if (command !== null) return { kind: 'command', command };
  const operator = lookups.operatorByBadge(text);
  if (operator !== null) return { kind: 'operator', operator_id: operator.operator_id, badge: text };
  const { aim_id, symbology, gs1, via } = scan;
  // A USPS number is GS1, too: where a tracking number is asked for, a carrier's label comes first.
  const carrier = expectation.tracking ? readTracking({ text, aim_id, typed: via === 'screen' }) : null;
  if (carrier?.sure === true) return trackingOf(carrier);
  const year = new Date(scan.at).getUTCFullYear();
  const label = gs1 === null ? null : routeLabel(gs1, { text, year }, lookups, expectation);
  if (label !== null) return label;
  const fields = scan.label === undefined ? null : routeFields(scan.label, text, lookups, expectation);
  if (fields !== null) return fields;
  const found = findOtherCode({ text, read: scan.text, aim_id, symbology, gs1, typed_by_scanner: via === 'wedge' });
  const other = expectation.tracking && found?.is_tracking === true ? null : found;
  if (other?.sure === true) {
    // A barcode of the shop's kind may be a product's, and shelves are labelled with EAN-8, too.
    const product = productOfBarcode(text, aim_id, lookups);
    if (product !== null) return routeProduct(product, text, expectation);
    return routeBin(text, lookups) ?? refuseOther(other, expectation);
  }
  return routePlain({ raw: scan.text, text, other, named_symbol: aim_id !== null, carrier }, lookups, expectation);
}

/** Six or seven digits with the AIM id of EAN are a UPC-E without its check digit, or without its first digit too. */
function productOfBarcode(text: string, aim_id: string | null, lookups: ScanLookups): KnownProduct | null {
  const product = lookups.productByCode(text);
  if (product !== null || aim_id?.startsWith(']E') !== true || !/^\d{6,7}$/u.test(text)) return product;
  for (const code of expandShortUpcE(text)) {
    const found = lookups.productByCode(code);
    if (found !== null) return found;
  }
  return null;
}

/** A code as plain text, and what its shape says that it is. */
interface PlainCode {
  readonly raw: string;
  readonly text: string;
  readonly other: FoundCode | null;
  /** EAN with an AIM id never gets here. */
  readonly named_symbol: boolean;
  /** What a carrier's label of this form says; null where none is asked for. */
  readonly carrier: TrackingNumber | TrackingRefusal | null;
}

function trackingOf(read: TrackingNumber | TrackingRefusal): ScanMeaning {
  return read.kind === 'number'
    ? { kind: 'tracking', tracking_number: read.tracking_number }
    : { kind: 'refused', findings: [read.finding] };
}

/** Refused by what it says that it is. The context says what to scan instead. */
function refuseOther({ id, params }: FoundCode, expectation: ScanExpectation): ScanMeaning {
  return refuseFor(expectation, id, params);
}

/** A fault in the words that are printed on labels: the field's title, or its number in brackets. */
function asPrinted(message: string, { elements }: Gs1Message): string {
  return message.replaceAll(/\bAI (\d{2,4})\b/gu, (_, ai: string) => {
    const title = elements.find((element) => element.ai === ai)?.title ?? '';
    return title === '' ? `(${ai})` : title;
  });
}

/** A GS1 label; null: nothing in it that is ours, read on as plain text. */
function routeLabel(
  gs1: Gs1Message,
  read: { readonly text: string; readonly year: number },
  lookups: ScanLookups,
  expectation: ScanExpectation,
): ScanMeaning | null {
  const sure = gs1.evidence !== 'shape';
  if (gs1.errors.length > 0) {
    if (!sure) return null;
    const twice = gs1.errors.some((error) => error.rule === 'gs1.conflict');
    const faults = gs1.errors.map((error) => ({
      code: error.rule,
      params: { ai: error.ai ?? null, message: asPrinted(error.message, gs1) },
    }));
    return {
      kind: 'refused',
      findings: [{ code: twice ? 'scan.two-codes' : 'scan.bad-label', params: {} }, ...faults],
    };
  }
  const code = gs1.gtin;
  const serial =
    gs1.serial === undefined ? null : { serial_raw: gs1.serial, lot: gs1.lot ?? null, expiry: gs1.expiry ?? null };
  if (code === undefined) return serial !== null && sure ? { kind: 'serial', serial } : null;
  const product = lookups.productByCode(code);
  if (product === null) {
    return sure ? refuseFor(expectation, 'scan.unknown-product', { code }) : null;
  }
  const joined = refuseRunTogether(gs1, read, lookups, expectation);
  if (joined !== null) return joined;
  const on_document = expectation.document_products.has(product.product_id);
  return serial === null
    ? routeProduct(product, code, expectation)
    : { kind: 'unit', product, on_document, code, serial };
}

function routePlain(code: PlainCode, lookups: ScanLookups, expectation: ScanExpectation): ScanMeaning {
  const { text } = code;
  if (code.other !== null && CONTROL.test(text)) return refuseOther(code.other, expectation);
  if (CONTROL.test(text)) return refuse('scan.two-codes', { text: shown(text) });
  const product = lookups.productByCode(text);
  if (product !== null) return routeProduct(product, text, expectation);
  const bin = routeBin(text, lookups);
  if (bin !== null) return bin;
  const order = lookups.orderByCode(text);
  const documents = order === null ? lookups.documentsByNumber(text) : [];
  const [document] = documents;
  if (order !== null || document !== undefined) {
    if (expectation.serial === 'expected') {
      return refuse('scan.is-document-number', { number: order?.number ?? document?.number ?? text });
    }
    if (order !== null) return { kind: 'order', order };
    if (documents.length > 1) return refuse('scan.several-documents', { number: text, count: documents.length });
    if (document !== undefined) return { kind: 'document', document };
  }
  return routeRest(code, lookups, expectation);
}

function routeBin(text: string, lookups: ScanLookups): ScanMeaning | null {
  const bin = lookups.binByCode(text);
  return bin === null ? null : { kind: 'bin', bin_id: bin.bin_id, code: bin.code };
}

/**
 * The rules judge the shape: a line is chosen, or one of the lines awaits this very text. What may hold a password or a person goes no further
 * than here, unless it is awaited.
 */
function isJudged(text: string, { id }: FoundCode, { serial, isAwaited }: ScanExpectation): boolean {
  if (serial === 'expected' && !isPrivateCode(id)) return true;
  return serial !== 'none' && isAwaited?.(text) === true;
}

function routeRest(
  { raw, text, other, named_symbol, carrier }: PlainCode,
  lookups: ScanLookups,
  expectation: ScanExpectation,
): ScanMeaning {
  const known = lookups.isKnownSerial(text);
  if (!known) {
    if (carrier?.kind === 'refused') return trackingOf(carrier);
    // Where a line waits for its serial the rules judge the shape: they know what was announced and the product's pattern.
    if (other !== null && !isJudged(text, other, expectation)) return refuseOther(other, expectation);
    const parts = splitTwoCodes(text, lookups);
    if (parts !== null) {
      return refuse('scan.two-codes', { text: shown(text), first: shown(parts[0]), second: shown(parts[1]) });
    }
    if (other === null && text.length > ONE_CODE_LIMIT) return refuse('scan.two-codes', { text: shown(text) });
  }
  if (expectation.tracking) {
    if (known) return refuse('tracking.is-serial', { text: shown(text) });
    return carrier === null ? { kind: 'tracking', tracking_number: plainTracking(text) } : trackingOf(carrier);
  }
  if (expectation.serial !== 'none') {
    const plain = { serial_raw: raw, lot: null, expiry: null };
    return { kind: 'serial', serial: named_symbol ? { ...plain, named_symbol } : plain };
  }
  return refuse('scan.unknown', { text: shown(text) });
}

function refuse(code: string, params: RuleParams = {}): ScanMeaning {
  const finding: RuleFailure = { code, params };
  return { kind: 'refused', findings: [finding] };
}

/** As a message can show it. */
export function shown(text: string): string {
  const visible = text.replaceAll(/\p{Cc}/gu, '␣');
  return visible.length > 60 ? `${visible.slice(0, 57)}…` : visible;
}
