import {
  between,
  isDigit,
  type Oracle,
  type ProtocolOracle,
  plainNumber,
  weighed,
  weightsOf,
} from '../parts/plain-reading.ts';

/** STX, two digits, point, two digits, perhaps N, CR: in pounds, as the profile says unless it is told otherwise. */
const read: Oracle = (stream) =>
  weightsOf(between(stream, '\u0002', '\r'), (text) => {
    const value = text.charAt(5) === 'N' ? text.slice(0, 5) + text.slice(6) : text;
    if (value.length !== 5 || value.charAt(2) !== '.') return null;
    for (const index of [0, 1, 3, 4]) if (!isDigit(value.charAt(index))) return null;
    return weighed(plainNumber(value), 'lb');
  });

export const oracle: ProtocolOracle = {
  read,
  end: '\r',
  unsigned: true,
};
