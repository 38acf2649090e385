import {
  isLetter,
  linesOf,
  type Oracle,
  type ProtocolOracle,
  plainNumber,
  unitOf,
  weighed,
  weightsOf,
  withoutLeadingBlanks,
  withoutTrailingBlanks,
} from '../parts/plain-reading.ts';

const VALUE_COLUMNS = 10;

/** Column by column from the right end of a line: unit, blank, ten columns, `S S `, and no letter before that. */
const read: Oracle = (stream) =>
  weightsOf(linesOf(stream), (line) => {
    const text = withoutTrailingBlanks(line);
    let unitStart = text.length;
    while (isLetter(text.charAt(unitStart - 1))) unitStart -= 1;
    const valueStart = unitStart - 1 - VALUE_COLUMNS;
    if (valueStart < 4 || text.charAt(unitStart - 1) !== ' ') return null;
    if (text.slice(valueStart - 4, valueStart) !== 'S S ' || isLetter(text.charAt(valueStart - 5))) return null;
    const value = plainNumber(withoutLeadingBlanks(text.slice(valueStart, unitStart - 1)));
    return weighed(value, unitOf(text.slice(unitStart)));
  });

export const oracle: ProtocolOracle = {
  read,
  end: '\r\n',
  // A letter before the first one makes it another word, as `ES` is not `S`.
  mayHide: (_, noise) => /[A-Za-z]$/u.test(noise),
};
