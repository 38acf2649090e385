import { isoDate } from './dates.ts';
import type { Gs1Context } from './gs1-message.ts';
import { parseElementString } from './parse-element-string.ts';

/** Production, best before, expiry: years from now that a label may name. */
const YEARS: Readonly<Record<string, readonly [number, number]>> = { '11': [-10, 0], '15': [-1, 10], '17': [-1, 10] };

/** A date that a label of these years may have, at the end or before a lot. */
function isDated(tail: string, { year }: Gs1Context): boolean {
  const parts = /^(11|15|17)(\d{6})(?:10.{1,20})?$/u.exec(tail);
  const window = YEARS[parts?.[1] ?? ''];
  const date = isoDate(parts?.[2] ?? '', year, true);
  if (window === undefined || date === null) return false;
  const away = Number(date.slice(0, 4)) - year;
  return away >= window[0] && away <= window[1];
}

/** A serial of a label, and what may have run into it because the scanner sends no separators. */
export interface RunTogether {
  readonly serial: string;
  /** A date that holds follows, as no maker ends a serial: sure enough to refuse it unless a unit is known by the whole. */
  readonly dated: boolean;
}

/** Where the text behind AI 21 may be a shorter serial and more elements. A plain serial has none that is dated. */
export function runTogether(serial: string, context: Gs1Context): readonly RunTogether[] {
  const found: RunTogether[] = [];
  for (let at = 1; at < serial.length - 2; at += 1) {
    const tail = serial.slice(at);
    if (!/^(?:1[01567]|24|30|37|9\d)/u.test(tail)) continue;
    const rest = parseElementString(tail, context);
    if (rest.errors.length > 0 || rest.elements.some(({ known }) => !known)) continue;
    found.push({ serial: serial.slice(0, at), dated: isDated(tail, context) });
  }
  return found;
}
