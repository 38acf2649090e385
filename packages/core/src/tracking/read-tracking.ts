import { COUNTRY_NUMBERS } from '../gs1/code-lists/country-codes.ts';
import { numberSays, type NumberSays } from './carrier-formats.ts';

/** A text at the step where a tracking number is asked for. */
export interface LabelText {
  readonly text: string;
  readonly aim_id: string | null;
  /** True: a person typed it, so it is what stands printed on the label and not what a barcode holds. */
  readonly typed: boolean;
}

export interface TrackingNumber {
  readonly kind: 'number';
  readonly tracking_number: string;
  /** Null: no format that we know; policy says whether a worker may enter it. */
  readonly carrier: string | null;
  readonly service: string | null;
  /** False: a product's code, a serial or another carrier's number may look so by chance. */
  readonly sure: boolean;
}

/** Why a text is no tracking number: the id of the sentence and its blanks. */
interface TrackingFinding {
  readonly code: `tracking.${string}`;
  readonly params: Readonly<Record<string, string | number | null>>;
}

export interface TrackingRefusal {
  readonly kind: 'refused';
  readonly finding: TrackingFinding;
  /** False: only its shape says so, which a number of an unknown carrier may have. */
  readonly sure: boolean;
}

const SEPARATOR = '\u001D';
/** What scanners and keyboards write for the separator that they cannot send. */
const WRITTEN_SEPARATOR = /\^\]|[{<[(]gs[}>\])]|\\x1d|\\u001d|%1d|␝/giu;
/** As printed, for the eye: blanks, every hyphen and dash, brackets around an identifier. */
const PRINTED = /[\s\p{Zs}\p{Pd}\u2212\u200B-\u200D\u2060\uFEFF()]/gu;
/** Any other sign between two parts stands for the separator. */
const BETWEEN = /[^0-9A-Z]+/gu;
/** The longest barcode: postal code and 34 digits, with room for separators and blanks. */
const LONGEST = 120;

/** The parts of a label's text, without what is printed for the eye; nearly always one. */
function partsOf(text: string): readonly string[] {
  if (text.length > LONGEST) return [];
  const plain = text.toUpperCase().replaceAll(WRITTEN_SEPARATOR, SEPARATOR).replaceAll(PRINTED, '');
  return plain
    .replaceAll(BETWEEN, SEPARATOR)
    .split(SEPARATOR)
    .filter((part) => part !== '');
}

const refused = (code: TrackingFinding['code'], params: TrackingFinding['params'], sure: boolean): TrackingRefusal => ({
  kind: 'refused',
  finding: { code, params },
  sure,
});

function taken(
  { carrier, tracking_number, service, holds, sure }: NumberSays,
  asRead: string,
): TrackingNumber | TrackingRefusal {
  if (!holds) return refused('tracking.check-digit', { carrier, tracking: asRead }, sure);
  return { kind: 'number', tracking_number, carrier, service, sure };
}

/**
 * The square code of a carrier's label: UPS's MaxiCode (AIM `]U`, or its text) and the carriers' PDF417, both ISO 15434 format 01
 * (bwipp wiki, "UPS MaxiCode"; ISO/IEC 15434).
 */
function squareSays({ text, aim_id }: LabelText): TrackingRefusal | null {
  const isMaxi = aim_id?.startsWith(']U') === true;
  const front = text.slice(0, 40).toUpperCase();
  const isTransport = /^\[\)>.{0,4}01.{0,6}\d\d/su.test(front);
  if (
    isMaxi ||
    (isTransport && /\bUPSN|UPSN\b/u.test(text.slice(0, 400).toUpperCase())) ||
    /^\[\)>.{0,4}01.{0,6}96/su.test(front)
  ) {
    return refused('tracking.maxicode', {}, true);
  }
  return isTransport ? refused('tracking.square-code', {}, true) : null;
}

/** `420` and the postal code, `421` with the country before it: AI 420 and 421, on UPS labels and in front of a USPS number. */
const POSTAL_420 = /^420(?:\d{5}|\d{9}|[A-Z]\d[A-Z]\d[A-Z]\d)$/u;
const POSTAL_421 = /^421(\d{3})[0-9A-Z]{3,9}$/u;

function postalSays(text: string, aim_id: string | null): TrackingRefusal | null {
  const country = POSTAL_421.exec(text)?.[1];
  const shape = POSTAL_420.test(text) || (country !== undefined && COUNTRY_NUMBERS.has(country));
  const gs1 = aim_id === ']C1' && /^42[01][0-9A-Z]{3,12}$/u.test(text);
  return shape || gs1 ? refused('tracking.postal-code', { text }, gs1) : null;
}

/** Places where the number may begin in a run without a separator: behind ZIP+4 or behind ZIP. */
const STARTS = [12, 8];

/** The USPS number behind `420` and the postal code; one whose check digit holds before one whose does not. */
function behindPostal(parts: readonly string[]): NumberSays | null {
  const [first = '', second] = parts;
  if (!/^420\d{5}/u.test(first)) return null;
  if (second !== undefined && /^420(?:\d{5}|\d{9})$/u.test(first)) return numberSays(parts.slice(1).join(''));
  const run = parts.join('');
  const found = STARTS.flatMap((start) => {
    const rest = run.slice(start);
    const says = /^9[1-5]\d+$/u.test(rest) ? numberSays(rest) : null;
    return says === null ? [] : [says];
  });
  return found.find(({ holds }) => holds) ?? found[0] ?? null;
}

/** The beginning of `1Z` and of no other number: cut, or a sign too many. */
const NEARLY_UPS = /^1Z[0-9A-Z]{8,22}$/u;

/**
 * What a carrier's label says, scanned or typed: the number that is tracked, and whose it is. Null: nothing in it is a carrier's, so it is
 * what a worker may enter.
 *
 * Sources: USPS Publication 199 (IMpb), FedEx Ground Bar Code & Label Layout Specification FY04, UPU S10 (bwipp wiki, "UPU S10"),
 * ISO/IEC 15434 and "UPS MaxiCode" there, GS1 General Specifications (AI 420, 421), and the public collection of formats with their
 * examples, github.com/jkeen/tracking_number_data.
 */
export function readTracking(label: LabelText): TrackingNumber | TrackingRefusal | null {
  const square = squareSays(label);
  if (square !== null) return square;
  const parts = partsOf(label.text);
  const number = parts.join('');
  const behind = behindPostal(parts);
  if (behind !== null) return taken({ ...behind, sure: true }, behind.tracking_number);
  const says = numberSays(number);
  const postal = postalSays(number, label.aim_id);
  // Twelve digits are typed from FedEx's label, and scanned from UPS's postal code.
  if (postal !== null && (says === null || !label.typed)) return postal;
  if (says !== null) return taken(says, number);
  if (NEARLY_UPS.test(number)) {
    return refused('tracking.length', { carrier: 'UPS', tracking: number, length: number.length, needed: 18 }, true);
  }
  return null;
}

/** A number of no format that we know, as it is kept: without the blanks of print, where it is a number at all. */
export function plainTracking(text: string): string {
  const trimmed = text.trim();
  return /^[0-9A-Za-z\s\p{Zs}-]+$/u.test(trimmed) && trimmed.replaceAll(/\D/gu, '').length >= 6
    ? trimmed.replaceAll(/[\s\p{Zs}]/gu, '')
    : trimmed;
}
