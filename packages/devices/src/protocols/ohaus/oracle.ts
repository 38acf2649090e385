import {
  isDigit,
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

const COLUMNS = 11;

/**
 * From the right end: nothing, or the blanks that stand for a missing question mark (two, or those that fill six columns
 * with the unit), the unit, a blank, eleven columns. A twelfth would be a longer number, or a byte too many.
 */
const read: Oracle = (stream) =>
  weightsOf(linesOf(stream), (line) => {
    const text = withoutTrailingBlanks(line);
    let unitStart = text.length;
    while (isLetter(text.charAt(unitStart - 1))) unitStart -= 1;
    const unit = text.slice(unitStart);
    const blanks = line.length - text.length;
    if (blanks !== 0 && blanks !== 2 && blanks !== 6 - unit.length) return null;
    const start = unitStart - 1 - COLUMNS;
    if (start < 0 || text.charAt(unitStart - 1) !== ' ') return null;
    const before = text.charAt(start - 1);
    if (isDigit(before) || before === '.' || before === '+' || before === '-' || before === ' ') return null;
    return weighed(numberInColumns(text.slice(start, unitStart - 1)), unitOf(unit.toLowerCase()));
  });

export const oracle: ProtocolOracle = {
  read,
  end: '\r\n',
  // Eleven columns and one more are twelve: a byte too many.
  mayHide: (_, noise) => /[-+ .0-9]$/u.test(noise),
};
