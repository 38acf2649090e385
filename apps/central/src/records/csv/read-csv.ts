import { setImmediate as letOthersRun } from 'node:timers/promises';
import { decodeText, findLayout, foldHeading, readRows, type ListRow } from '@serialbridge/core/lists';
import type { ErrorCode, Fault } from '@serialbridge/protocol';
import type { ImportReading } from '@serialbridge/protocol/central';
import { fault, Refusal } from '../../refusal.ts';
import type { Columns, Row, Values } from './columns.ts';
import type { Faults } from './faults.ts';
import type { Locale } from './locale.ts';
import { layoutOf, likelyColumn, resolveColumns } from './reading.ts';

export const MAX_ROWS = 200_000;
/** Rows between two looks at what else is to be done. */
const BREATH = 1000;

const refuse = (code: ErrorCode, message: string): Refusal =>
  new Refusal(code, { detail: message, errors: [fault(code, message)] });

const note = (message: string, params: Fault['params'] = {}): Fault => fault('csv.note', message, null, params);

export interface OpenedCsv {
  readonly rows: Generator<ListRow, void, undefined>;
  readonly warnings: readonly Fault[];
}

/** The rows of a file in any encoding and with any delimiter. @throws Refusal `csv.encoding`, `csv.empty` */
export function openCsv(bytes: Uint8Array, columns: Columns): OpenedCsv {
  const { text, notes, refused } = decodeText(bytes);
  if (refused !== null)
    throw refuse('csv.encoding', 'This is no text file (a workbook, a PDF or a picture); save the table as CSV.');
  if (text.trim() === '') throw refuse('csv.empty', 'The file is empty.');
  const layout = findLayout(text, (cell) => likelyColumn(cell, columns) !== null);
  return {
    rows: readRows(text, layout),
    warnings: notes.map(() =>
      note('The file is not UTF-8; it was read as Windows-1252. Look whether accents are right.'),
    ),
  };
}

/** What a row could not be read for, in words. */
function rowFault(code: string, column: string | null): string {
  const where = column === null ? 'a cell' : `the cell ${column}`;
  if (code === 'list.quote') return `the quote that opens ${where} is never closed, or something stands behind it.`;
  if (code === 'list.spoilt-character')
    return `${where} has a character that could not be read; export the file as UTF-8.`;
  return `${where} contains a control character.`;
}

export interface ReadProgress {
  /** Called now and then; throws to stop. */
  (rows_done: number): void;
}

export interface ReadFile<C extends Columns> {
  readonly rows: readonly Row<C>[];
  readonly counted: number;
  readonly warnings: readonly Fault[];
  /** What can be remembered of how somebody said it is read, and for which headings; null: nothing was said, or it has no headings. */
  readonly said: { readonly layout: string; readonly reading: ImportReading } | null;
  /** False: a column is missing, so rows cannot be planned. */
  readonly whole: boolean;
}

export interface HowToRead {
  /** What somebody said of this very file. */
  readonly asked: ImportReading | null;
  /** What somebody said of the last file with these headings. */
  readonly remembered: (layout: string) => Promise<ImportReading | null>;
}

const NO_LOCALE: Locale = { dates: null, decimals: null };

/**
 * Reads a file by its columns. What is wrong with a cell is added to `faults` and the cell is empty; what is wrong with the file as a whole is
 * thrown. Lets other work run every thousand rows.
 * @throws Refusal `csv.*`
 */
export async function readCsv<C extends Columns>(
  bytes: Uint8Array,
  columns: C,
  faults: Faults,
  progress: ReadProgress,
  how: HowToRead,
): Promise<ReadFile<C>> {
  const { rows: records, warnings } = openCsv(bytes, columns);
  const first = records.next();
  if (first.done === true) throw refuse('csv.empty', 'The file is empty.');
  const heading = how.asked?.heading ?? true;
  const headings = heading ? trimmedEnd(first.value.cells) : first.value.cells.map(() => '');
  const layout = heading ? layoutOf(headings) : null;
  const reading = how.asked ?? (layout === null ? null : await how.remembered(layout));
  const resolved = resolveColumns(headings, columns, reading);
  for (const { column, message } of resolved.faults) faults.addColumn(column, message);
  const locale = reading ?? NO_LOCALE;
  const rows: Row<C>[] = [];
  let counted = 0;
  const { at } = resolved;
  const nameAt = new Map([...at].map(([name, index]) => [index, name]));
  const table: Table<C> = { columns, at, nameAt, width: headings.length, locale, faults };
  for (
    let next: IteratorResult<ListRow, void> = heading ? records.next() : first;
    next.done !== true;
    next = records.next()
  ) {
    const record = next.value;
    counted += 1;
    if (counted > MAX_ROWS) throw refuse('csv.too-many-rows', `One import takes ${MAX_ROWS} rows; split the file.`);
    const values = readRow(record, table);
    if (values !== null) rows.push({ row: record.row, values });
    if (counted % BREATH === 0) {
      progress(record.row);
      await letOthersRun();
    }
  }
  if (counted === 0) throw refuse('csv.empty', 'The file has column names and no rows.');
  progress(counted);
  const left = resolved.left_out.map((name) =>
    note(`The column ${JSON.stringify(name.slice(0, 60))} is left out.`, { column: name.slice(0, 60) }),
  );
  const said =
    how.asked === null || layout === null ? null : { layout, reading: byHeadings(how.asked, headings, resolved.at) };
  return { rows, counted, warnings: [...warnings, ...left], said, whole: resolved.faults.length === 0 };
}

/** By their headings, so that it holds for a file that has the same ones in another order; by place where a heading stands for nothing. */
function byHeadings(asked: ImportReading, headings: readonly string[], at: ReadonlyMap<string, number>): ImportReading {
  const columns = [...at].map(([name, index]) => {
    const heading = headings[index] ?? '';
    const folded = foldHeading(heading);
    const alone = folded !== '' && headings.filter((one) => foldHeading(one) === folded).length === 1;
    return { name, from: alone ? heading : `#${index + 1}` };
  });
  return { ...asked, columns };
}

function trimmedEnd(cells: readonly string[]): readonly string[] {
  return cells.slice(0, cells.findLastIndex((cell) => cell !== '') + 1);
}

interface Table<C extends Columns> {
  readonly columns: C;
  readonly at: ReadonlyMap<string, number>;
  /** The same the other way round. */
  readonly nameAt: ReadonlyMap<number, string>;
  readonly width: number;
  readonly locale: Locale;
  readonly faults: Faults;
}

function readRow<C extends Columns>(record: ListRow, table: Table<C>): Values<C> | null {
  const { columns, at, nameAt, width, locale, faults } = table;
  const { row, cells } = record;
  let broken = false;
  for (const { code, column } of record.faults) {
    const name = nameAt.get(column) ?? null;
    // In a column that is left out nothing matters, but an open quote spoils the row.
    if (name === null && code !== 'list.quote') continue;
    faults.add('csv.row', row, name, rowFault(code, name));
    broken ||= code === 'list.quote';
  }
  if (broken) return null;
  if (cells.length < width || cells.slice(width).some((cell) => cell !== '')) {
    faults.add('csv.row', row, null, `has ${cells.length} cells; the file has ${width} columns.`);
    return null;
  }
  const values: Record<string, unknown> = {};
  for (const [name, column] of Object.entries(columns)) {
    const index = at.get(name);
    values[name] = null;
    if (index === undefined) continue;
    const said = column.read(cells[index] ?? '', locale);
    if (!said.ok) faults.add('csv.value', row, name, `${said.message}.`);
    else if (said.value === null && column.required) faults.add('csv.value', row, name, 'is empty.');
    else values[name] = said.value;
  }
  // Every column was read by the reader that its type is taken from.
  return values as Values<C>;
}
