import {
  isDigit,
  isLetter,
  linesOf,
  type Oracle,
  type ProtocolOracle,
  plainNumber,
  unitOf,
  weighed,
  weightsOf,
  withoutLeadingBlanks,
} from '../parts/plain-reading.ts';

/** From the right end: three columns of unit, eight of number, a sign, `ST,`. */
const read: Oracle = (stream) =>
  weightsOf(linesOf(stream), (line) => {
    const answer = line.slice(-15);
    if (answer.length !== 15 || !answer.startsWith('ST,')) return null;
    const [sign, digits, columns] = [answer.charAt(3), answer.slice(4, 12), answer.slice(12)];
    if (sign !== '+' && sign !== '-') return null;
    for (const character of digits) if (!isDigit(character) && character !== '.') return null;
    const unit = withoutLeadingBlanks(columns);
    for (const character of unit) if (!isLetter(character)) return null;
    return weighed(plainNumber(`${sign}${digits}`), unitOf(unit.toLowerCase()));
  });

export const oracle: ProtocolOracle = {
  read,
  end: '\r\n',
};
