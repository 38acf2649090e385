import { shown, type RuleFailure } from '../serial/verdict.ts';
import { readCell } from './read-cell.ts';

export const DELIMITERS = ['\t', ';', ',', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** How a text is divided. */
export interface Layout {
  /** Null: one cell a row. */
  readonly delimiter: Delimiter | null;
  /** Where the first row begins: behind a `sep=` line, which a spreadsheet does not show. */
  readonly start: number;
}

export interface CellFault extends RuleFailure {
  /** Counted from 0. */
  readonly column: number;
}

export interface ListRow {
  /** As a spreadsheet numbers it: from 1, blank rows counted, a cell with line breaks in it one row. */
  readonly row: number;
  /** What each cell says: blanks at the ends, `="…"` and a spreadsheet's apostrophe taken off. */
  readonly cells: readonly string[];
  /** What could not be read, `list.*`; empty for nearly every row. */
  readonly faults: readonly CellFault[];
}

/** Line ends of every system, and what text processors and web pages put between lines. */
const LINE_END = /\r\n|[\r\n\v\f\u0085\u2028\u2029]/gu;
const BLANK = /[^\S\r\n\v\f\u0085\u2028\u2029\t]/u;
/** Tabs and line ends may stand in a quoted cell; U+FFFD is what could not be decoded. */
// oxlint-disable-next-line no-control-regex
const UNREADABLE = /[\u0000-\u0008\u000E-\u001F\u007F-\u0084\u0086-\u009F\uFFFD]/u;

/** A file of the days of DOS ends with Ctrl+Z. */
const DOS_END = '\u001A';

/** Walks a text once. Every look ahead is remembered, so a text full of quotes that never close costs no more than another. */
class RowReader {
  readonly #text: string;
  readonly #delimiter: Delimiter | null;
  readonly #end: number;
  #at: number;
  /** The next line end at or after `#lineFrom`. */
  #lineEnd = -1;
  #nextLine = -1;
  #lineFrom = 0;
  /** Begin and end of the next odd run of quotes at or after `#runFrom`, by which a quoted cell closes. */
  #run: readonly [number, number] | null = null;
  #runFrom = -1;

  constructor(text: string, { delimiter, start }: Layout) {
    this.#text = text;
    this.#delimiter = delimiter;
    this.#end = text.endsWith(DOS_END) ? text.length - 1 : text.length;
    this.#at = start;
  }

  get done(): boolean {
    return this.#at >= this.#end;
  }

  #findLineEnd(from: number): number {
    if (this.#lineEnd >= from && this.#lineFrom <= from) return this.#lineEnd;
    LINE_END.lastIndex = from;
    const found = LINE_END.exec(this.#text);
    this.#lineEnd = found === null || found.index > this.#end ? this.#end : found.index;
    this.#nextLine = found === null || found.index > this.#end ? this.#end : LINE_END.lastIndex;
    this.#lineFrom = from;
    return this.#lineEnd;
  }

  #endOfRun(from: number): number {
    let at = from;
    while (this.#text[at] === '"') at += 1;
    return at;
  }

  /** Where a cell opened at `open` closes: begin of the last quote. Null: nowhere. */
  #findClose(open: number): number | null {
    const first = this.#endOfRun(open);
    // The opening quote and an odd number behind it: pairs, and the one that closes.
    if ((first - open) % 2 === 0) return first - 1;
    if (this.#runFrom === -1 || this.#runFrom > first || (this.#run !== null && this.#run[0] < first)) {
      this.#runFrom = first;
      this.#run = null;
      for (let at = this.#text.indexOf('"', first); at !== -1; at = this.#text.indexOf('"', at)) {
        const end = this.#endOfRun(at);
        if ((end - at) % 2 === 1) {
          this.#run = [at, end];
          break;
        }
        at = end;
      }
    }
    return this.#run === null ? null : this.#run[1] - 1;
  }

  /** Past blanks that are no delimiter. */
  #skipBlanks(from: number): number {
    let at = from;
    while (at < this.#end && BLANK.test(this.#text.charAt(at))) at += 1;
    return at;
  }

  #endsCell(at: number): boolean {
    return at >= this.#end || this.#text[at] === this.#delimiter || at === this.#findLineEnd(at);
  }

  /** The next row. */
  read(row: number): ListRow {
    const cells: string[] = [];
    const faults: CellFault[] = [];
    for (;;) {
      const column = cells.length;
      const open = this.#skipBlanks(this.#at);
      const quoted = this.#text[open] === '"' && open < this.#end;
      const close = quoted ? this.#findClose(open) : null;
      const behind = close === null ? -1 : this.#skipBlanks(close + 1);
      let raw: string;
      let next: number;
      if (quoted && (close === null || !this.#endsCell(behind))) {
        // The rest of this line is the spoilt cell; the rows below are read as though it had been closed.
        next = this.#findLineEnd(open);
        raw = this.#text.slice(open, next);
        const behindIt = close !== null && close < next;
        faults.push({
          code: 'list.quote',
          column,
          params: { ...(behindIt ? { context: 'behind' } : {}), text: shown(raw) },
        });
      } else if (quoted && close !== null) {
        raw = this.#text.slice(open + 1, close).replaceAll('""', '"');
        next = behind;
      } else {
        const lineEnd = this.#findLineEnd(this.#at);
        const found = this.#delimiter === null ? -1 : this.#text.slice(this.#at, lineEnd).indexOf(this.#delimiter);
        next = found === -1 ? lineEnd : this.#at + found;
        raw = this.#text.slice(this.#at, next);
      }
      const bad = UNREADABLE.exec(raw);
      if (bad !== null) faults.push(unreadable(bad, raw, column));
      cells.push(readCell(raw));
      if (next >= this.#end) {
        this.#at = this.#end;
        break;
      }
      if (next === this.#findLineEnd(next)) {
        this.#at = this.#nextLine;
        break;
      }
      this.#at = next + 1;
    }
    return { row, cells, faults };
  }
}

function unreadable(found: RegExpExecArray, raw: string, column: number): CellFault {
  const point = raw.codePointAt(found.index) ?? 0;
  if (point === 0xfffd) return { code: 'list.spoilt-character', column, params: { text: shown(raw) } };
  return {
    code: 'list.control-character',
    column,
    params: {
      ...(found.index === 0 ? { context: 'first' } : {}),
      character: `U+${point.toString(16).toUpperCase().padStart(4, '0')}`,
      /** Counted from 1. */
      position: found.index + 1,
      before: shown(raw.slice(0, found.index)),
    },
  };
}

/**
 * The rows of a text, one after the other, so that whoever reads many can let other work run between them. Blank rows are left out and
 * counted. A quoted cell may have delimiters and line breaks in it. A quote that does not close is a fault of the row in which it opened,
 * and the rows below it are still read.
 */
export function* readRows(text: string, layout: Layout): Generator<ListRow, void, undefined> {
  const reader = new RowReader(text, layout);
  for (let row = 1; !reader.done; row += 1) {
    const read = reader.read(row);
    if (read.faults.length > 0 || read.cells.some((cell) => cell !== '')) yield read;
  }
}
