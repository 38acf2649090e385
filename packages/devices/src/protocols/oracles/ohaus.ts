import {
  isDigit,
  isLetter,
  linesOf,
  numberInColumns,
  type Oracle,
  unitOf,
  weighed,
  weightsOf,
  withoutTrailingBlanks,
} from './plain-reading.ts';

const COLUMNS = 11;

/**
 * From the right end: nothing, or the blanks that stand for a missing question mark (two, or those that fill six columns
 * with the unit), the unit, a blank, eleven columns. A twelfth would be a longer number, or a byte too many.
 */
export const ohausOracle: Oracle = (stream) =>
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
