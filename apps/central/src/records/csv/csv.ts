/** A text that must stay text in a spreadsheet: serials, codes, numbers of documents. */
interface TextCell {
  readonly text: string | null;
}
export type CsvCell = string | number | boolean | null | TextCell;

export interface CsvOptions {
  /**
   * Text cells as `="00123"`, so that a spreadsheet opened by a double click keeps leading zeros and long digits. Off: the plain text,
   * which other programs read and which a spreadsheet keeps when the column is imported as text. Our own imports read both.
   */
  readonly excel: boolean;
}

/**
 * A cell that begins with one of these signs is a formula to a spreadsheet, in the full width that some spreadsheets take as well; an
 * apostrophe before it makes it text (OWASP, CSV injection). Whoever reads a list takes one apostrophe off, so a text that begins with one
 * gets one more, and every text comes back as it was.
 */
const NEEDS_GUARD = /^['=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/u;

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

function cellText(cell: CsvCell, { excel }: CsvOptions): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  const text = typeof cell === 'string' ? cell : cell.text;
  if (text === null) return '';
  // A formula that yields a text: the spreadsheet computes nothing inside it. Its quotes are doubled in the formula and again in the CSV.
  if (typeof cell !== 'string' && excel && text !== '') return `="${text.replaceAll('"', '""')}"`;
  return NEEDS_GUARD.test(text) ? `'${text}` : text;
}

/** One line, every cell quoted, CRLF at its end (RFC 4180). */
export function csvLine(cells: readonly CsvCell[], options: CsvOptions = { excel: false }): string {
  return `${cells.map((cell) => quoted(cellText(cell, options))).join(',')}\r\n`;
}

export const CSV_BOM = '\uFEFF';

/** An instant as ISO 8601 in UTC; empty for none. */
export function isoTime(instant: number | null): string | null {
  return instant === null ? null : new Date(instant).toISOString();
}
