import {
  isDigit,
  type Oracle,
  type ProtocolOracle,
  type PlainWeight,
  withoutLeadingBlanks,
} from '../parts/plain-reading.ts';

const LENGTH = 18;

/** Six columns: blanks, then digits only. */
function digitsOf(columns: string): number | null {
  const digits = withoutLeadingBlanks(columns);
  if (digits === '') return null;
  let value = 0;
  for (const character of digits) {
    if (!isDigit(character)) return null;
    value = value * 10 + Number(character);
  }
  return value;
}

function unitOf(statusB: number, statusC: number): PlainWeight['unit'] | null {
  if (statusC % 8 === 1) return 'g';
  if (statusC % 8 === 3) return 'oz';
  if (statusC % 8 !== 0) return null;
  return isSet(statusB, 4) ? 'kg' : 'lb';
}

const isSet = (status: number, bit: number): boolean => Math.floor(status / 2 ** bit) % 2 === 1;

function addsUp(text: string): boolean {
  let sum = 0;
  for (const character of text) sum += character.charCodeAt(0) % 128;
  return sum % 128 === 0;
}

/** One frame, STX to checksum, with every status bit that takes the weight away unset. */
function read(text: string): PlainWeight | null {
  const [statusA, statusB, statusC] = [text.charCodeAt(1), text.charCodeAt(2), text.charCodeAt(3)];
  for (const status of [statusA, statusB, statusC]) if (!isSet(status, 5) || isSet(status, 7)) return null;
  if (isSet(statusB, 2) || isSet(statusB, 3) || isSet(statusB, 6) || isSet(statusC, 4)) return null;
  const weight = digitsOf(text.slice(4, 10));
  const unit = unitOf(statusB, statusC);
  if (weight === null || digitsOf(text.slice(10, 16)) === null || unit === null) return null;
  const mantissa = isSet(statusB, 1) && weight !== 0 ? -weight : weight;
  return { mantissa, exponent: 2 - (statusA % 8), unit };
}

/** Wherever eighteen bytes from an STX have a CR at the seventeenth place and add up: a frame, and the next begins behind it. */
const weigh: Oracle = (stream) => {
  const weights: PlainWeight[] = [];
  let at = 0;
  while (at + LENGTH <= stream.length) {
    const text = stream.slice(at, at + LENGTH);
    if (text.charAt(0) === '\u0002' && text.charAt(16) === '\r' && addsUp(text)) {
      const weight = read(text);
      if (weight !== null) weights.push(weight);
      at += LENGTH;
    } else at += 1;
  }
  return weights;
};

/** A frame that was changed and adds up all the same, as by an error that the checksum cannot see. */
function addedUp(text: string): string {
  const body = text.slice(0, 17);
  const sum = Array.from(body).reduce((total, character) => total + character.charCodeAt(0), 0);
  return `${body}${String.fromCharCode((128 - (sum % 128)) % 128)}`;
}

export const oracle: ProtocolOracle = {
  read: weigh,
  end: '\r\u001b',
  mend: addedUp,
};
