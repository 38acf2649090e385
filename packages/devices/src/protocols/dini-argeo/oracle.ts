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

/** The unit's two columns, one of them perhaps a blank; null where it is anything else. */
function unitIn(columns: string): ReturnType<typeof unitOf> {
  const [first, second, rest] = [columns.charAt(0), columns.charAt(1), columns.slice(2)];
  if (columns.length < 2 || withoutTrailingBlanks(rest) !== '') return null;
  for (const character of [first, second]) if (!isLetter(character) && character !== ' ') return null;
  return unitOf(`${first}${second}`.trim().toLowerCase());
}

/** From the last comma: the unit behind it, eight columns before it, and `ST,GS,` or `ST,NT,` before those. */
const read: Oracle = (stream) =>
  weightsOf(linesOf(stream), (line) => {
    const comma = line.lastIndexOf(',');
    if (comma < 14) return null;
    const head = line.slice(comma - 14, comma - 8);
    if (head !== 'ST,GS,' && head !== 'ST,NT,') return null;
    return weighed(numberInColumns(line.slice(comma - 8, comma)), unitIn(line.slice(comma + 1)));
  });

export const oracle: ProtocolOracle = {
  read,
  end: '\r\n',
};
