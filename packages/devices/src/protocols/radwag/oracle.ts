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

const LENGTH = 19;

/** The last nineteen characters, each at the place that the manual's table gives it. */
const read: Oracle = (stream) =>
  weightsOf(linesOf(stream), (line) => {
    const start = line.length - LENGTH;
    if (start < 0 || isLetter(line.charAt(start - 1))) return null;
    const answer = line.slice(start);
    const [command, mark, blank, sign] = [answer.slice(0, 3), answer.charAt(3), answer.charAt(4), answer.charAt(5)];
    if (command !== 'S  ' && command !== 'SI ' && command !== 'SU ' && command !== 'SUI') return null;
    if (mark !== ' ' || blank !== ' ' || (sign !== ' ' && sign !== '-')) return null;
    const [mass, gap, unit] = [answer.slice(6, 15), answer.charAt(15), answer.slice(16)];
    if (gap !== ' ' || mass.includes('+') || mass.includes('-')) return null;
    return weighed(numberInColumns(`${sign}${mass}`), unitOf(withoutTrailingBlanks(unit).toLowerCase()));
  });

export const oracle: ProtocolOracle = {
  read,
  end: '\r\n',
  // A letter before the first one makes it another word, as `ES` is not `S`.
  mayHide: (_, noise) => /[A-Za-z]$/u.test(noise),
};
