import { DELIMITERS, readRows, type Delimiter, type Layout } from './read-rows.ts';

/** Rows that tell how a list is divided. */
const LOOKED_AT = 50;
/** A row beyond this tells nothing, and need not be read four times. */
const LOOKED_AT_CHARACTERS = 200_000;

const SEP_LINE = /^\uFEFF?[^\S\r\n\t]*"?sep=([,;|\t])"?[^\S\r\n]*(?:\r\n|\r|\n|$)/iu;

interface Reading {
  readonly delimiter: Delimiter;
  /** Cells of the first rows that are names of columns. */
  readonly known: number;
  /** Rows that have the number of cells that most have. */
  readonly even: number;
  readonly divided: number;
  readonly rows: number;
}

function tryDelimiter(text: string, delimiter: Delimiter, knows: (cell: string) => boolean): Reading {
  const counts = new Map<number, number>();
  let known = 0;
  let rows = 0;
  let divided = 0;
  for (const { cells } of readRows(text, { delimiter, start: 0 })) {
    rows += 1;
    if (cells.length > 1) {
      divided += 1;
      counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
      if (rows <= 10) known = Math.max(known, cells.filter((cell) => cell !== '' && knows(cell)).length);
    }
    if (rows === LOOKED_AT) break;
  }
  return { delimiter, known, even: Math.max(0, ...counts.values()), divided, rows };
}

/**
 * How a text is divided: as its `sep=` line says, else by the sign by which most cells are names of columns, else by the one that gives most
 * rows the same number of cells. A bar stands in some codes, so it divides only what it divides throughout.
 */
export function findLayout(text: string, knows: (cell: string) => boolean = () => false): Layout {
  const sep = SEP_LINE.exec(text);
  if (sep !== null) {
    const delimiter = DELIMITERS.find((one) => one === sep[1]) ?? null;
    return { delimiter, start: sep[0].length };
  }
  const beginning = text.slice(0, LOOKED_AT_CHARACTERS);
  const [best] = DELIMITERS.filter((delimiter) => beginning.includes(delimiter))
    .map((delimiter) => tryDelimiter(beginning, delimiter, knows))
    .filter(({ delimiter, divided, even, rows, known }) =>
      delimiter === '|' ? known > 0 || (rows > 1 && even === rows) : divided > 0,
    )
    .toSorted((a, b) => b.known - a.known || b.even - a.even || b.divided - a.divided);
  return { delimiter: best?.delimiter ?? null, start: text.startsWith('\uFEFF') ? 1 : 0 };
}
