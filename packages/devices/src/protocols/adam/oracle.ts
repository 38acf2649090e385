import {
  isLetter,
  linesOf,
  numberInColumns,
  type Oracle,
  type ProtocolOracle,
  unitOf,
  weighed,
  weightsOf,
  withoutTrailingBlanks,
} from '../parts/plain-reading.ts';

/** From the right end: unit, blank, seven columns, sign, five blanks, G or N. */
const read: Oracle = (stream) =>
  weightsOf(linesOf(stream), (line) => {
    const text = withoutTrailingBlanks(line);
    let unitStart = text.length;
    while (isLetter(text.charAt(unitStart - 1))) unitStart -= 1;
    const answer = text.slice(Math.max(0, unitStart - 15), unitStart);
    if (answer.length !== 15 || (answer.charAt(0) !== 'G' && answer.charAt(0) !== 'N')) return null;
    if (answer.slice(1, 6) !== '     ' || answer.charAt(14) !== ' ') return null;
    const [sign, columns] = [answer.charAt(6), answer.slice(7, 14)];
    if ((sign !== '+' && sign !== '-') || columns.includes('+') || columns.includes('-')) return null;
    return weighed(numberInColumns(`${sign}${columns}`), unitOf(text.slice(unitStart)));
  });

export const oracle: ProtocolOracle = {
  read,
  end: '\r\n',
};
