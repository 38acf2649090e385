import { between, isDigit, type Oracle, plainNumber, weighed, weightsOf } from './plain-reading.ts';

/** STX, two digits, point, two digits, perhaps N, CR: in pounds, as the profile says unless it is told otherwise. */
export const toledo8217Oracle: Oracle = (stream) =>
  weightsOf(between(stream, '\u0002', '\r'), (text) => {
    const value = text.charAt(5) === 'N' ? text.slice(0, 5) + text.slice(6) : text;
    if (value.length !== 5 || value.charAt(2) !== '.') return null;
    for (const index of [0, 1, 3, 4]) if (!isDigit(value.charAt(index))) return null;
    return weighed(plainNumber(value), 'lb');
  });
