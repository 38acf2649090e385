/** What an oracle says a stream holds, in order: the weights at rest, nothing else. */
export interface PlainWeight {
  readonly mantissa: number;
  readonly exponent: number;
  readonly unit: 'g' | 'kg' | 'oz' | 'lb';
}

/**
 * A plain, slow, character-by-character reading of a documented format, made to be compared with the protocol's module and
 * therefore sharing nothing with it: no parser, no framer, no regular expression. It reads a whole stream at once, one
 * character a byte.
 */
export type Oracle = (stream: string) => PlainWeight[];

/** What the tests know of a protocol beside its frames: `oracle.ts` in its folder. */
export interface ProtocolOracle {
  readonly read: Oracle;
  /** What its frames end with. */
  readonly end: string;
  /** It sends no sign: a load below zero is said to be under. */
  readonly unsigned?: true;
  /** Whether noise that ends so may hide the answer behind it: no weight, but never another. */
  readonly mayHide?: (text: string, noise: string) => boolean;
  /** Makes a frame that was changed add up all the same, as by an error that the checksum cannot see. */
  readonly mend?: (text: string) => string;
}

export const isDigit = (character: string): boolean => character >= '0' && character <= '9' && character.length === 1;

export const isLetter = (character: string): boolean =>
  character.length === 1 && ((character >= 'A' && character <= 'Z') || (character >= 'a' && character <= 'z'));

export function unitOf(text: string): PlainWeight['unit'] | null {
  for (const unit of ['g', 'kg', 'oz', 'lb'] as const) if (text === unit) return unit;
  return null;
}

/** What is left of the text without the blanks in front. */
export function withoutLeadingBlanks(text: string): string {
  let start = 0;
  while (text.charAt(start) === ' ') start += 1;
  return text.slice(start);
}

export function withoutTrailingBlanks(text: string): string {
  let end = text.length;
  while (end > 0 && text.charAt(end - 1) === ' ') end -= 1;
  return text.slice(0, end);
}

/** Digits, perhaps a point with digits on both sides, perhaps a sign directly in front. At most fifteen digits, nine behind the point. */
export function plainNumber(text: string): Omit<PlainWeight, 'unit'> | null {
  let position = 0;
  let negative = false;
  if (text.charAt(0) === '-' || text.charAt(0) === '+') {
    negative = text.charAt(0) === '-';
    position = 1;
  }
  let magnitude = 0;
  let before = 0;
  let behind = 0;
  let point = false;
  for (; position < text.length; position += 1) {
    const character = text.charAt(position);
    if (character === '.' && !point) point = true;
    else if (isDigit(character)) {
      magnitude = magnitude * 10 + (character.charCodeAt(0) - 48);
      if (point) behind += 1;
      else before += 1;
    } else return null;
  }
  if (before === 0 || (point && behind === 0) || before + behind > 15 || behind > 9) return null;
  return { mantissa: negative && magnitude !== 0 ? -magnitude : magnitude, exponent: behind === 0 ? 0 : -behind };
}

/** A number at the right end of its columns: blanks, perhaps a sign, perhaps blanks, the digits. */
export function numberInColumns(columns: string): Omit<PlainWeight, 'unit'> | null {
  const text = withoutLeadingBlanks(columns);
  const first = text.charAt(0);
  if (first !== '-' && first !== '+') return plainNumber(text);
  const digits = withoutLeadingBlanks(text.slice(1));
  return isDigit(digits.charAt(0)) ? plainNumber(`${first}${digits}`) : null;
}

/** The text between the ends of lines; what stands behind the last end is no line yet. */
export function linesOf(stream: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const character of stream) {
    line += character;
    if (line.endsWith('\r\n')) {
      lines.push(line.slice(0, line.length - 2));
      line = '';
    }
  }
  return lines;
}

/** What stands between the last start character and the end character. */
export function between(stream: string, start: string, end: string): string[] {
  const found: string[] = [];
  let text: string | null = null;
  for (const character of stream) {
    if (character === start) text = '';
    else if (character === end) {
      if (text !== null) found.push(text);
      text = null;
    } else if (text !== null) text += character;
  }
  return found;
}

/** The weights among the readings of each frame. */
export const weightsOf = (frames: readonly string[], read: (frame: string) => PlainWeight | null): PlainWeight[] =>
  frames.map(read).filter((weight) => weight !== null);

export function weighed(
  number: Omit<PlainWeight, 'unit'> | null,
  unit: PlainWeight['unit'] | null,
): PlainWeight | null {
  return number === null || unit === null ? null : { ...number, unit };
}
