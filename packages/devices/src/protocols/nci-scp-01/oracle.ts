import {
  isLetter,
  type ProtocolOracle,
  plainNumber,
  type PlainWeight,
  unitOf,
  weighed,
  weightsOf,
  withoutLeadingBlanks,
  withoutTrailingBlanks,
} from '../parts/plain-reading.ts';

/** What ends with ETX. */
function framesOf(stream: string): string[] {
  const frames: string[] = [];
  let frame = '';
  for (const character of stream) {
    if (character === '\u0003') {
      frames.push(frame);
      frame = '';
    } else frame += character;
  }
  return frames;
}

const isLast = (code: number): boolean => code >= 0x30 && code <= 0x3f;
const isFollowed = (code: number): boolean => code >= 0x70 && code <= 0x7f;

/** The four bits of each status character, read backwards from the CR; null where they are no status. */
function statusBefore(frame: string, end: number): { readonly bits: number[]; readonly start: number } | null {
  const codes: number[] = [];
  let start = end;
  do {
    start -= 1;
    if (start < 0) return null;
    codes.unshift(frame.charCodeAt(start));
  } while (codes.length === 1 ? isLast(codes[0] ?? 0) : isFollowed(codes[0] ?? 0));
  // what stopped it is the first of the status, which has no bit 6, or no status at all
  return isLast(codes[0] ?? 0) ? { bits: codes.map((code) => code & 0x0f), start } : null;
}

/** A status says that the weight counts: no fault, in range, at rest, zeroed. */
function isAtRest(bits: readonly number[]): boolean {
  const [first = 0, second = 0, third = 0] = bits;
  return (first & 0b1101) === 0 && second === 0 && (third & 0b1000) === 0;
}

/**
 * From the right end: CR, status, LF; before that CR, unit, weight, LF, or nothing of the same answer. A scale at zero bears no
 * load: a net weight can only be zero or below.
 */
function read(frame: string, width: number, letter: string): PlainWeight | null {
  if (!frame.endsWith('\r')) return null;
  const status = statusBefore(frame, frame.length - 1);
  if (status === null || !isAtRest(status.bits)) return null;
  const head = frame.slice(0, status.start);
  if (!head.endsWith(`\n${letter}`)) return null;
  const before = head.slice(0, head.length - 1 - letter.length);
  const atZero = ((status.bits[0] ?? 0) & 0b0010) !== 0;
  if (!before.endsWith('\r')) return atZero ? { mantissa: 0, exponent: 0, unit: 'lb' } : null;
  const answer = before.slice(-(1 + width + 2 + 1), -1);
  if (answer.length !== 1 + width + 2 || !answer.startsWith('\n')) return null;
  const [field, unit] = [answer.slice(1, 1 + width), answer.slice(1 + width)];
  if (!isLetter(unit.charAt(0)) || !(isLetter(unit.charAt(1)) || unit.charAt(1) === ' ')) return null;
  if (field.includes('+')) return null;
  const number = plainNumber(withoutLeadingBlanks(field));
  if (number !== null && number.mantissa > 0 && atZero) return null;
  return weighed(number, unitOf(withoutTrailingBlanks(unit).toLowerCase()));
}

/** The reading of NCI with so many characters of weight, and a letter before the status. */
export const nciOracle = (width: number, letter: string): ProtocolOracle => ({
  read: (stream) => weightsOf(framesOf(stream), (frame) => read(frame, width, letter)),
  end: '\u0003',
  // Behind a CR, a status belongs to a weight that may have been lost.
  mayHide: (text, noise) => text.startsWith('\n') && noise.endsWith('\r'),
});

export const oracle: ProtocolOracle = nciOracle(7, '');
