import { isGroupedNumber } from '../other-codes/list-codes.ts';
import { isDate, isSpreadsheetNumber } from '../other-codes/spreadsheet-codes.ts';
import { shown, type RuleFailure } from '../serial/verdict.ts';
import { findLayout } from './find-layout.ts';
import { fieldOf, type Field } from './headings.ts';
import { readDay } from './read-day.ts';
import { readRows, type CellFault, type ListRow } from './read-rows.ts';
import { findHeading, layoutKey, likelihood, looksLikeOneList, type Heading } from './table-shape.ts';

/** Which column has the serials, counted from 0; `all`: every cell is one. */
export type SerialColumn = number | 'all';
export type ColumnUse = 'serial' | 'product' | 'lot' | 'expiry' | 'left-out';

export interface ListColumn {
  /** Counted from 0. */
  readonly column: number;
  /** Its heading; empty without one. */
  readonly name: string;
  readonly use: ColumnUse;
  /** Its first cells. */
  readonly samples: readonly string[];
}

export interface SerialRow {
  /** As a spreadsheet numbers it. */
  readonly row: number;
  readonly serial_raw: string;
  readonly lot: string | null;
  /** YYYY-MM-DD. */
  readonly expiry: string | null;
  /** What stands in the column of the product; null: nothing. */
  readonly product: string | null;
  /** Why the row cannot be entered, whatever the serial is: `list.*`. */
  readonly faults: readonly RuleFailure[];
}

export interface SerialList {
  readonly rows: readonly SerialRow[];
  /** Empty: the list has one column. */
  readonly columns: readonly ListColumn[];
  readonly chosen: SerialColumn;
  /** Nothing says which column has the serials: `chosen` is the likeliest, and a person must say. */
  readonly ask: boolean;
  /** By which the choice is remembered. */
  readonly layout: string;
  /** What was left out, and why: `list.*`. */
  readonly notes: readonly RuleFailure[];
}

export interface SerialListOptions {
  /** What a person chose, now or before for this layout; null: nothing. */
  readonly choose: (layout: string) => SerialColumn | null;
  readonly isProductCode: (text: string) => boolean;
}

/** Longest text that an event can carry as a serial. */
const SERIAL_LIMIT = 512;
const SAMPLES = 3;
const LOOKED_AT = 200;

interface Table {
  readonly rows: readonly ListRow[];
  readonly heading: Heading | null;
  readonly width: number;
}

const cellsOf = ({ rows }: Table, column: number): readonly string[] =>
  rows.map(({ cells }) => cells[column] ?? '').filter((cell) => cell !== '');

/** `1,234,567` and `1,2E+11` in a list of one column: the comma is no delimiter there. */
function joined(row: ListRow, delimiter: string | null): ListRow {
  if (delimiter !== ',' || row.cells.length < 2 || row.cells.length > 8) return row;
  const whole = row.cells.join(',');
  return isSpreadsheetNumber(whole) || isGroupedNumber(whole) || isDate(whole) ? { ...row, cells: [whole] } : row;
}

/** The column of the serials by its heading: a serial number stands before an IMEI and that before a MAC address. Null: none, or two. */
function byHeading(fields: readonly (Field | null)[]): number | null {
  for (const wanted of ['serial', 'imei', 'mac'] as const) {
    const found = fields.flatMap((field, column) => (field === wanted ? [column] : []));
    if (found.length > 0) return found.length === 1 ? (found[0] ?? null) : null;
  }
  return null;
}

function productColumn(table: Table, isProductCode: (text: string) => boolean): number | null {
  const named = table.heading?.fields.indexOf('product') ?? -1;
  if (named !== -1) return named;
  const looked = { ...table, rows: table.rows.slice(0, LOOKED_AT) };
  for (let column = 0; column < table.width; column += 1) {
    const cells = cellsOf(looked, column);
    if (cells.length > 0 && cells.every(isProductCode)) return column;
  }
  return null;
}

interface Decision {
  readonly chosen: SerialColumn;
  readonly ask: boolean;
  readonly product: number | null;
}

function decide(table: Table, layout: string, options: SerialListOptions): Decision {
  if (table.width <= 1) return { chosen: 'all', ask: false, product: null };
  const product = productColumn(table, options.isProductCode);
  const said = options.choose(layout);
  if (said === 'all' || (said !== null && said < table.width))
    return { chosen: said, ask: false, product: said === 'all' || said === product ? null : product };
  const named = table.heading === null ? null : byHeading(table.heading.fields);
  if (named !== null) return { chosen: named, ask: false, product };
  const columns = Array.from({ length: table.width }, (_, column) => column).filter((column) => column !== product);
  const [only] = columns;
  if (columns.length === 1 && only !== undefined) return { chosen: only, ask: false, product };
  if (table.heading === null && product === null && looksLikeOneList(table.rows))
    return { chosen: 'all', ask: false, product };
  const looked = { ...table, rows: table.rows.slice(0, LOOKED_AT) };
  const [best] = columns
    .map((column) => ({ column, score: likelihood(cellsOf(looked, column)) }))
    .toSorted((a, b) => b.score - a.score);
  return { chosen: best?.column ?? 0, ask: true, product };
}

const serialFaults = (serial: string, faults: readonly CellFault[]): readonly RuleFailure[] =>
  serial.length > SERIAL_LIMIT
    ? [
        ...faults,
        { code: 'list.too-long', params: { text: shown(serial), length: serial.length, limit: SERIAL_LIMIT } },
      ]
    : faults;

const plain = ({ code, params }: CellFault): CellFault => ({ code, params, column: 0 });

/** Every cell a serial. A heading among them, as pages of an export repeat it, is left out. */
function readAll({ rows, heading }: Table, notes: RuleFailure[]): SerialRow[] {
  const read: SerialRow[] = [];
  for (const { row, cells, faults } of rows) {
    const [first = ''] = cells;
    if (row !== heading?.row && cells.length === 1 && isSerialHeading(first)) {
      notes.push({ code: 'list.heading', params: { row, text: shown(first) } });
      continue;
    }
    for (const [column, serial_raw] of cells.entries()) {
      if (serial_raw === '') continue;
      const own = serialFaults(serial_raw, faults.filter((fault) => fault.column === column).map(plain));
      read.push({ row, serial_raw, lot: null, expiry: null, product: null, faults: own });
    }
  }
  return read;
}

const isSerialHeading = (cell: string): boolean => {
  const field = fieldOf(cell);
  return field === 'serial' || field === 'imei' || field === 'mac';
};

interface Columns {
  readonly serial: number;
  readonly product: number | null;
  readonly lot: number | null;
  readonly expiry: number | null;
}

function cellAt(cells: readonly string[], column: number | null): string | null {
  const cell = column === null ? '' : (cells[column] ?? '');
  return cell === '' ? null : cell;
}

function readColumn(table: Table, { serial, product, lot, expiry }: Columns): SerialRow[] {
  return table.rows.flatMap(({ row, cells, faults }) => {
    const repeated = table.heading?.cells.every((cell, column) => cell === (cells[column] ?? '')) ?? false;
    if (repeated) return [];
    const serial_raw = cells[serial] ?? '';
    const own = serialFaults(serial_raw, faults.map(plain));
    const extra = cells.slice(table.width).some((cell) => cell !== '');
    const wide: RuleFailure = { code: 'list.cells', params: { cells: cells.length, columns: table.width } };
    const day = cellAt(cells, expiry);
    return [
      {
        row,
        serial_raw,
        lot: cellAt(cells, lot),
        expiry: day === null ? null : readDay(day),
        product: cellAt(cells, product),
        faults: extra ? [...own, wide] : own,
      },
    ];
  });
}

/** The column of a field, where it can be used as it stands; else what to say of it. */
function usable(table: Table, field: 'lot' | 'expiry', notes: RuleFailure[]): number | null {
  const column = table.heading?.fields.indexOf(field) ?? -1;
  if (column === -1) return null;
  if (field === 'lot') return column;
  for (const { row, cells } of table.rows) {
    const cell = cells[column] ?? '';
    if (cell === '' || readDay(cell) !== null) continue;
    const name = table.heading?.cells[column] ?? '';
    notes.push({
      code: 'list.expiry-unread',
      params: { column: column + 1, name: shown(name), text: shown(cell), row },
    });
    return null;
  }
  return column;
}

function headingNotes({ heading }: Table): RuleFailure[] {
  if (heading === null) return [];
  const text = heading.cells.filter((cell) => cell !== '').join(' · ');
  return [{ code: 'list.heading', params: { row: heading.row, text: shown(text) } }];
}

/** The serials of a pasted or chosen list, with what is wrong with its rows; what a serial may look like is for the rules to say. */
export function readSerials(text: string, options: SerialListOptions): SerialList {
  const layout = findLayout(text, (cell) => fieldOf(cell) !== null);
  const all = [...readRows(text, layout)].map((row) => joined(row, layout.delimiter));
  const heading = findHeading(all);
  const above = heading === null ? [] : all.filter(({ row }) => row < heading.row);
  const rows = heading === null ? all : all.filter(({ row }) => row > heading.row);
  const table: Table = { rows, heading, width: widthOf(heading, rows) };
  const key = layoutKey(layout.delimiter, heading, rows);
  const decision = decide(table, key, options);
  const notes = headingNotes(table);
  const aboveRows = readAll({ ...table, rows: above }, notes).map((row) => ({
    ...row,
    faults: [...row.faults, { code: 'list.above-heading', params: { heading: heading?.row ?? 0 } }],
  }));
  const { chosen, ask } = decision;
  if (chosen === 'all') {
    const columns = table.width > 1 ? columnsOf(table, { serial: -1, product: null, lot: null, expiry: null }) : [];
    return { rows: [...aboveRows, ...readAll(table, notes)], columns, chosen, ask, layout: key, notes };
  }
  const used: Columns = {
    serial: chosen,
    product: decision.product,
    lot: usable(table, 'lot', notes),
    expiry: usable(table, 'expiry', notes),
  };
  const columns = columnsOf(table, used);
  return { rows: [...aboveRows, ...readColumn(table, used)], columns, chosen, ask, layout: key, notes };
}

/** Columns that have anything in them; a heading says how many there are. */
function widthOf(heading: Heading | null, rows: readonly ListRow[]): number {
  let width = 0;
  if (heading === null) for (const { cells } of rows) width = Math.max(width, lastFilled(cells));
  else width = Math.max(lastFilled(heading.cells), 1);
  return width;
}

const lastFilled = (cells: readonly string[]): number => cells.findLastIndex((cell) => cell !== '') + 1;

function columnsOf(table: Table, used: Columns): readonly ListColumn[] {
  const uses = new Map<number | null, ColumnUse>([
    [used.expiry, 'expiry'],
    [used.lot, 'lot'],
    [used.product, 'product'],
    [used.serial, 'serial'],
  ]);
  const looked = { ...table, rows: table.rows.slice(0, LOOKED_AT) };
  return Array.from({ length: table.width }, (_, column) => ({
    column,
    name: table.heading?.cells[column] ?? '',
    use: used.serial === -1 ? 'serial' : (uses.get(column) ?? 'left-out'),
    samples: cellsOf(looked, column).slice(0, SAMPLES).map(shown),
  }));
}
