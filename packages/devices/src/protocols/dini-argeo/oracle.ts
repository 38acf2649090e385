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

/** Behind `ST,GS,` or `ST,NT,` eight columns, then a comma or none, and the unit. */
const read: Oracle = (stream) =>
  weightsOf(linesOf(stream), (line) => {
    const start = Math.max(line.lastIndexOf('ST,GS,'), line.lastIndexOf('ST,NT,'));
    if (start < 0) return null;
    const columns = line.slice(start + 6, start + 14);
    const rest = line.slice(start + 14);
    if (columns.length < 8 || columns.includes(',')) return null;
    return weighed(numberInColumns(columns), unitIn(rest.startsWith(',') ? rest.slice(1) : rest));
  });

export const oracle: ProtocolOracle = {
  read,
  end: '\r\n',
};
