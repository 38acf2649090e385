import {
  between,
  isLetter,
  numberInColumns,
  type Oracle,
  type ProtocolOracle,
  unitOf,
  weighed,
  weightsOf,
} from '../parts/plain-reading.ts';

const LENGTH = 18;

/** LF, then every character at its place, CR. */
const read: Oracle = (stream) =>
  weightsOf(between(stream, '\n', '\r'), (text) => {
    if (text.length !== LENGTH) return null;
    const [status, range, kind, motion] = [text.charAt(0), text.charAt(1), text.charAt(2), text.charAt(3)];
    if (status !== ' ' && status !== 'Z') return null;
    if (range < '1' || range > '9') return null;
    if (kind !== 'G' && kind !== 'N' && kind !== 'g' && kind !== 'n') return null;
    if (motion !== ' ') return null;
    const unit = text.slice(15);
    for (const character of unit) if (!isLetter(character) && character !== ' ') return null;
    const number = numberInColumns(text.slice(5, 15));
    // the gross weight of a scale at zero is zero
    if (status === 'Z' && kind === 'G' && number?.mantissa !== 0) return null;
    return weighed(number, unitOf(unit.trim().toLowerCase()));
  });

export const oracle: ProtocolOracle = {
  read,
  end: '\r',
};
