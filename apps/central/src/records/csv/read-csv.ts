import { setImmediate as letOthersRun } from 'node:timers/promises';
import { CsvError, parse } from 'csv-parse';
import type { ErrorCode, Fault } from '@serialbridge/protocol';
import { fault, Refusal } from '../../refusal.ts';
import { plainText } from './cells.ts';
import type { Columns, Row, Values } from './columns.ts';
import type { Faults } from './faults.ts';

export const MAX_ROWS = 200_000;
const DELIMITERS = [',', ';', '\t'] as const;
/** Rows between two looks at what else is to be done. */
const BREATH = 1000;

const refuse = (code: ErrorCode, message: string, errors: readonly Fault[] = [fault(code, message)]): Refusal =>
  new Refusal(code, { detail: message, errors });

/** UTF-8 with or without BOM. @throws Refusal `csv.encoding` */
function decode(bytes: Uint8Array): string {
  const [a, b] = bytes;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff))
    throw refuse('csv.encoding', 'The file is UTF-16; save it as CSV UTF-8.');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw refuse('csv.encoding', 'The file is not UTF-8 text; save it as CSV UTF-8.');
  }
}

const nameOf = (cell: string): string =>
  plainText(cell)
    .toLowerCase()
    .replaceAll(/[\s-]+/gu, '_');

/** The delimiter by which most of the header's cells are names of columns. */
function findDelimiter(text: string, columns: Columns): string {
  const header = text.slice(0, 20_000).split(/\r\n|\n|\r/u, 1)[0] ?? '';
  const known = (delimiter: string): number =>
    header.split(delimiter).filter((cell) => Object.hasOwn(columns, nameOf(cell.replaceAll(/^"|"$/gu, '')))).length;
  const [best] = DELIMITERS.map((delimiter) => ({ delimiter, count: known(delimiter) })).toSorted(
    (a, b) => b.count - a.count,
  );
  if (best !== undefined && best.count > 0) return best.delimiter;
  const separated = DELIMITERS.find((delimiter) => header.includes(delimiter));
  if (separated !== undefined) return separated;
  throw refuse(
    'csv.delimiter',
    `The first row (${JSON.stringify(header.slice(0, 80))}) is not column names separated by comma, semicolon or tab.`,
  );
}

/** @throws Refusal `csv.columns` naming every missing, unknown and double column */
function checkHeader(cells: readonly string[], columns: Columns): readonly string[] {
  const names = cells.map(nameOf);
  while (names.at(-1) === '') names.pop();
  const errors: Fault[] = [];
  for (const [name, { required }] of Object.entries(columns)) {
    if (required && !names.includes(name))
      errors.push(fault('csv.columns', `The column ${name} is missing.`, name, { column: name }));
  }
  for (const [at, name] of names.entries()) {
    if (!Object.hasOwn(columns, name))
      errors.push(
        fault(
          'csv.columns',
          `Column ${at + 1} (${JSON.stringify(name.slice(0, 60))}) is none of: ${Object.keys(columns).join(', ')}.`,
          name,
          { column: name.slice(0, 60) },
        ),
      );
    else if (names.indexOf(name) !== at)
      errors.push(fault('csv.columns', `The column ${name} is there twice.`, name, { column: name }));
  }
  if (errors.length > 0) throw refuse('csv.columns', errors.map((one) => one.message).join(' '), errors);
  return names;
}

export interface ReadProgress {
  /** Called now and then; throws to stop. */
  (rows_done: number): void;
}

/**
 * Reads a file by its columns. What is wrong with a row is added to `faults` and the row is left out; what is wrong with the file as a
 * whole is thrown. Lets other work run every thousand rows.
 * @throws Refusal `csv.*`
 */
export async function readCsv<C extends Columns>(
  bytes: Uint8Array,
  columns: C,
  faults: Faults,
  progress: ReadProgress,
): Promise<Row<C>[]> {
  const text = decode(bytes);
  if (text.trim() === '') throw refuse('csv.empty', 'The file is empty.');
  const parser = parse(text, {
    delimiter: findDelimiter(text, columns),
    relax_column_count: true,
    relax_quotes: true,
    bom: true,
    max_record_size: 1_000_000,
  });
  const rows: Row<C>[] = [];
  let names: readonly string[] | null = null;
  let number = 0;
  let data = 0;
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      number += 1;
      if (names === null) {
        names = checkHeader(record, columns);
        continue;
      }
      if (record.every((cell) => cell.trim() === '')) continue;
      data += 1;
      if (data > MAX_ROWS) throw refuse('csv.too-many-rows', `One import takes ${MAX_ROWS} rows; split the file.`);
      const values = readRow(record, names, columns, number, faults);
      if (values !== null) rows.push({ row: number, values });
      if (number % BREATH === 0) {
        progress(number);
        await letOthersRun();
      }
    }
  } catch (error) {
    if (error instanceof CsvError) {
      throw refuse('csv.row', `Row ${number + 1}: ${error.message}`, [
        fault('csv.row', error.message, `row ${number + 1}`, { row: number + 1, column: null }),
      ]);
    }
    throw error;
  }
  if (data === 0) throw refuse('csv.empty', 'The file has column names and no rows.');
  progress(number);
  return rows;
}

function readRow<C extends Columns>(
  record: readonly string[],
  names: readonly string[],
  columns: C,
  row: number,
  faults: Faults,
): Values<C> | null {
  const before = faults.count;
  if (record.length < names.length || record.slice(names.length).some((cell) => cell.trim() !== '')) {
    faults.add('csv.row', row, null, `has ${record.length} cells; the file has ${names.length} columns.`);
    return null;
  }
  const values: Record<string, unknown> = {};
  for (const [name, column] of Object.entries(columns)) {
    const at = names.indexOf(name);
    const cell = at === -1 ? '' : plainText(record[at] ?? '');
    const said = column.read(cell);
    if (!said.ok) faults.add('csv.value', row, name, `${said.message}.`);
    else if (said.value === null && column.required) faults.add('csv.value', row, name, 'is empty.');
    else values[name] = said.value;
  }
  if (faults.count > before) return null;
  // Every column was read by the reader that its type is taken from.
  return values as Values<C>;
}
