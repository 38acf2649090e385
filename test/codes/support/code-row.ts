/** What the station waits for when the code is scanned. */
export type Step =
  | 'list'
  | 'document'
  /** A line waits for a serial of which nothing is known. */
  | 'serial'
  /** A line whose product has a pattern for its serials. */
  | 'pattern'
  /** A line whose product has units, or announced serials, that bear the text or its other spelling. */
  | 'known'
  /** A box waits for its tracking number. */
  | 'tracking';

export type Expected =
  | { readonly serial: string }
  | { readonly unit: readonly [sku: string, serial: string] }
  | { readonly product: string }
  | { readonly bin: string }
  | { readonly tracking: string; readonly carrier?: RegExp }
  /** Refused, nothing recorded, and the sentence names what it is. */
  | { readonly refused: RegExp }
  /** Taken or not, never in silence: the sentence names this other spelling. */
  | { readonly named: string };

export interface CodeRow {
  readonly name: string;
  /** As the scanner sends it, AIM id and control characters and all. */
  readonly sent: string;
  /** A keyboard wedge, a scanner on its own line (serial, HID), or typed on the screen. */
  readonly via: 'wedge' | 'scanner' | 'screen';
  readonly steps: readonly Step[];
  readonly expected: Expected;
}

type Where = Partial<Pick<CodeRow, 'via' | 'steps'>>;

export const EVERYWHERE: readonly Step[] = ['list', 'document', 'serial', 'tracking'];

/** An ordinary serial: taken as it is. */
export function ordinary(name: string, sent: string, where: Where & { readonly as?: string } = {}): CodeRow {
  const { as = sent, ...rest } = where;
  return { name, sent, via: 'wedge', steps: ['serial'], expected: { serial: as }, ...rest };
}

/** A code that is something else: refused wherever it is scanned, by what it is. */
export function refused(name: string, sent: string, says: RegExp, where: Where = {}): CodeRow {
  return { name, sent, via: 'wedge', steps: EVERYWHERE, expected: { refused: says }, ...where };
}

/** A label that answers the question. */
export function read(name: string, sent: string, expected: Expected, where: Where = {}): CodeRow {
  return { name, sent, via: 'wedge', steps: ['serial'], expected, ...where };
}

export function tracked(name: string, sent: string, tracking: string, carrier?: RegExp): CodeRow {
  const expected = carrier === undefined ? { tracking } : { tracking, carrier };
  return { name, sent, via: 'wedge', steps: ['tracking'], expected };
}
