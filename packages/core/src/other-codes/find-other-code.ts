import { BARCODE_CODES } from './barcode-codes.ts';
import { CARRIER_CODES } from './carrier-codes.ts';
import { GS1_CODES, labelOf } from './gs1-codes.ts';
import { KEYBOARD_CODES, ONLY_SIGNS } from './keyboard-codes.ts';
import { LABEL_CODES, NAMED_SERIAL } from './label-codes.ts';
import { LIST_CODES } from './list-codes.ts';
import type { CodeFacts, ListFacts, OtherCode, ReadFacts, Said } from './other-code.ts';
import { PAPER_CODES } from './paper-codes.ts';
import { RECORD_CODES } from './record-codes.ts';
import { SPREADSHEET_CODES } from './spreadsheet-codes.ts';
import { WEB_CODES } from './web-codes.ts';

/** Every kind of code that is never a serial, in the order in which it is asked: the first that fits names the code. */
export const OTHER_CODES: readonly OtherCode[] = [
  ...KEYBOARD_CODES,
  ...BARCODE_CODES,
  ...GS1_CODES,
  ...CARRIER_CODES,
  ...LABEL_CODES,
  ...WEB_CODES,
  ...PAPER_CODES,
  ...SPREADSHEET_CODES,
  ...LIST_CODES,
  ...RECORD_CODES,
  NAMED_SERIAL,
  ONLY_SIGNS,
];

/** What holds a password, a person or an account. Nothing of it is shown, kept or sent on. */
const PRIVATE: ReadonlySet<string> = new Set([
  'code.wifi',
  'code.setup',
  'code.contact',
  'code.personal',
  'code.payment',
  'code.boarding-pass',
]);

/** True: whoever refuses a code by this id must not repeat its text. */
export function isPrivateCode(id: string): boolean {
  return PRIVATE.has(id);
}

export interface FoundCode extends Said {
  readonly id: OtherCode['id'];
  /** A tracking number: no serial, but what the shipping step waits for. */
  readonly is_tracking: boolean;
}

/** What the code says that it is; null: nothing speaks against a serial. */
export function findOtherCode(facts: CodeFacts): FoundCode | null {
  const read: ReadFacts = { ...facts, label: labelOf(facts) };
  for (const { id, says, is_tracking = false } of OTHER_CODES) {
    const said = says(read);
    if (said !== null) return { id, is_tracking, ...said, ...(isPrivateCode(id) ? { params: {} } : {}) };
  }
  return null;
}

/** The same for a text that is no scan: typed, pasted, imported, or read from a label. */
export function findOtherText(text: string, list?: ListFacts): FoundCode | null {
  return findOtherCode({
    text,
    aim_id: null,
    symbology: null,
    gs1: null,
    typed_by_scanner: false,
    ...(list && { list }),
  });
}
