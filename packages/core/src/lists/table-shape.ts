import { fieldOf, type Field } from './headings.ts';
import type { ListRow } from './read-rows.ts';

/** Rows in which a heading is looked for, and by which columns are told apart. */
const HEADING_WITHIN = 10;
const LOOKED_AT = 200;

/** The heading of a table. */
export interface Heading {
  readonly row: number;
  readonly cells: readonly string[];
  readonly fields: readonly (Field | null)[];
}

/** The first row that names columns: one of them the serial, or two of anything, or all that there are. */
export function findHeading(rows: readonly ListRow[]): Heading | null {
  for (const { row, cells } of rows.slice(0, HEADING_WITHIN)) {
    const fields = cells.map(fieldOf);
    const known = fields.filter((field) => field !== null).length;
    const filled = cells.filter((cell) => cell !== '').length;
    const unknownWithDigits = cells.some((cell, at) => fields[at] === null && /\d/u.test(cell));
    const names = fields.some((field) => field === 'serial' || field === 'imei' || field === 'mac') || known >= 2;
    if ((names && !unknownWithDigits) || (known > 0 && known === filled)) return { row, cells, fields };
  }
  return unnamedHeading(rows);
}

const digits = (cell: string | undefined): boolean => /\d/u.test(cell ?? '');

/** Words over columns of numbers: nobody's list of headings is complete. */
function unnamedHeading(rows: readonly ListRow[]): Heading | null {
  const [first, ...rest] = rows.slice(0, LOOKED_AT);
  if (first === undefined || rest.length < 2 || first.cells.length < 2) return null;
  if (first.cells.some(digits)) return null;
  const over = first.cells.filter((cell, at) => cell !== '' && rest.every(({ cells }) => digits(cells[at])));
  return over.length === 0 ? null : { row: first.row, cells: first.cells, fields: first.cells.map(() => null) };
}

/** Letters, digits and signs of a cell in their order, runs shortened: `SN-0001` is `A-9`. */
function shapeOf(cell: string): string {
  return cell.replaceAll(/\p{L}+/gu, 'A').replaceAll(/\d+/gu, '9');
}

/** Which kinds of signs a cell has, and its other signs in order. */
function kindOf(cell: string): string {
  return `${/\p{L}/u.test(cell) ? 'A' : ''}${/\d/u.test(cell) ? '9' : ''}${cell.replaceAll(/[\p{L}\d]+/gu, '')}`;
}

function columnsOf(rows: readonly ListRow[]): readonly (readonly string[])[] {
  const width = Math.max(0, ...rows.map(({ cells }) => cells.length));
  return Array.from({ length: width }, (_, at) =>
    rows.map(({ cells }) => cells[at] ?? '').filter((cell) => cell !== ''),
  );
}

/** The letters before the first digit, where all cells have the same two or more. */
function commonLetters(cells: readonly string[]): string | null {
  const heads = new Set(cells.map((cell) => /^(\p{L}{2,})(?=[^\p{L}])/u.exec(cell)?.[1] ?? ''));
  const [head = ''] = heads;
  return heads.size === 1 && head !== '' ? head : null;
}

/**
 * Cells that all look alike are one list of serials, however they are laid out; cells that differ are columns. Columns whose letters in front
 * differ, or of which one never changes, are columns though they look alike.
 */
export function looksLikeOneList(rows: readonly ListRow[]): boolean {
  const looked = rows.slice(0, LOOKED_AT);
  const columns = columnsOf(looked).filter((cells) => cells.length > 0);
  const cells = columns.flat();
  const lengths = cells.map((cell) => cell.length);
  const shortest = Math.min(...lengths);
  const longest = Math.max(...lengths);
  const sameKind = new Set(cells.map(kindOf)).size === 1 && shortest === longest;
  const sameShape =
    new Set(cells.map(shapeOf)).size === 1 && longest - shortest <= (/^\d+$/u.test(cells[0] ?? '') ? 0 : 2);
  if (!sameKind && !sameShape) return false;
  if (new Set(columns.map(commonLetters)).size > 1) return false;
  return looked.length === 1 || columns.every((column) => column.length < 2 || new Set(column).size > 1);
}

/** How much a column looks like one of serials: its cells differ, have digits, and are long. */
export function likelihood(cells: readonly string[]): number {
  if (cells.length === 0) return 0;
  const share = (fits: (cell: string) => boolean): number => cells.filter(fits).length / cells.length;
  const distinct = new Set(cells).size / cells.length;
  const length = cells.reduce((sum, cell) => sum + Math.min(cell.length, 20), 0) / cells.length;
  return distinct * 2 + share((cell) => /\d/u.test(cell)) + share((cell) => !/\s/u.test(cell)) + length / 10;
}

/** By what a layout is known again: its headings, else its delimiter and what kinds of signs each column has. */
export function layoutKey(delimiter: string | null, heading: Heading | null, rows: readonly ListRow[]): string {
  if (heading !== null) return `h:${heading.cells.map((cell) => cell.toLowerCase()).join('|')}`.slice(0, 300);
  const kinds = columnsOf(rows.slice(0, LOOKED_AT)).map((cells) =>
    [...new Set(cells.map(kindOf))].toSorted().join('/'),
  );
  return `c:${delimiter ?? ''}:${kinds.join('|')}`.slice(0, 300);
}
