import { GS1_CODES } from './gs1-codes.ts';
import { SPREADSHEET_CODES } from './spreadsheet-codes.ts';
import type { CodeFacts, OtherCode, Said } from './other-code.ts';

/** Every kind of code that is never a serial, in the order in which it is asked: the first that fits names the code. */
export const OTHER_CODES: readonly OtherCode[] = [...GS1_CODES, ...SPREADSHEET_CODES];

export interface FoundCode extends Said {
  readonly id: OtherCode['id'];
}

/** What the code says that it is; null: nothing speaks against a serial. */
export function findOtherCode(facts: CodeFacts): FoundCode | null {
  for (const { id, says } of OTHER_CODES) {
    const said = says(facts);
    if (said !== null) return { id, ...said };
  }
  return null;
}

/** The same for a text that is no scan: typed, pasted, imported, or read from a label. */
export function findOtherText(text: string): FoundCode | null {
  return findOtherCode({ text, aim_id: null, symbology: null, gs1: null, typed_by_scanner: false });
}
