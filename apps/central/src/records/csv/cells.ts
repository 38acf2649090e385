import { withoutGuard } from './csv.ts';

/** What a cell says, or what is wrong with it. Null value: the cell is empty. */
export type Cell<T> =
  { readonly ok: true; readonly value: T | null } | { readonly ok: false; readonly message: string };

const empty: Cell<never> = { ok: true, value: null };
const right = <T>(value: T): Cell<T> => ({ ok: true, value });
const wrong = (message: string): Cell<never> => ({ ok: false, message });

/** `="0012"` is how a spreadsheet is told that something is text; our own exports write it on request, and guard by an apostrophe what it is not asked for. */
export function plainText(cell: string): string {
  const quoted = /^="((?:[^"]|"")*)"$/u.exec(cell)?.[1];
  return (quoted === undefined ? withoutGuard(cell.trim()) : quoted.replaceAll('""', '"')).trim();
}

const SHORTENED = /^-?\d(?:[.,]\d+)?E\+\d+$/iu;

export function readText(cell: string, most = 300): Cell<string> {
  if (cell === '') return empty;
  if (cell.length > most) return wrong(`has ${cell.length} characters; at most ${most} fit`);
  // PostgreSQL cannot hold U+0000, and no other control character belongs into a name either.
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/u.test(cell)) return wrong('contains a control character');
  return right(cell);
}

/** A code, number or serial: text in which digits count. */
export function readCode(cell: string, most = 300): Cell<string> {
  if (SHORTENED.test(cell))
    return wrong(
      `${cell} was a long number that a spreadsheet has shortened; format the column as text and export again`,
    );
  return readText(cell, most);
}

export function readWhole(cell: string, least = 0, most = 1_000_000_000): Cell<number> {
  if (cell === '') return empty;
  const value = /^\d{1,10}$/u.test(cell) ? Number(cell) : Number.NaN;
  return value >= least && value <= most
    ? right(value)
    : wrong(`${cell.slice(0, 40)} is not a whole number from ${least} to ${most}`);
}

export function readGrams(cell: string): Cell<number> {
  if (cell === '') return empty;
  const value = /^\d{1,8}(?:[.,]\d{1,3})?$/u.test(cell) ? Number(cell.replace(',', '.')) : Number.NaN;
  return value <= 100_000_000 ? right(value) : wrong(`${cell.slice(0, 40)} is not a weight in grams`);
}

/** An amount with at most two decimals, without signs between thousands; in cents. */
export function readCents(cell: string): Cell<number> {
  if (cell === '') return empty;
  const parts = /^(\d{1,11})(?:[.,](\d{1,2}))?$/u.exec(cell);
  if (!parts) return wrong(`${cell.slice(0, 40)} is not an amount like 12.50`);
  return right(Number(parts[1]) * 100 + Number((parts[2] ?? '').padEnd(2, '0') || 0));
}

const YES = new Set(['yes', 'y', 'true', '1', 'x']);
const NO = new Set(['no', 'n', 'false', '0']);
export function readFlag(cell: string): Cell<boolean> {
  if (cell === '') return empty;
  const said = cell.toLowerCase();
  if (YES.has(said)) return right(true);
  return NO.has(said) ? right(false) : wrong(`${cell.slice(0, 40)} is neither yes nor no`);
}

/** `2026-11-23`, or an instant `2026-11-23T08:30:00Z`; a day begins at midnight UTC. */
export function readDate(cell: string): Cell<number> {
  if (cell === '') return empty;
  const form = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})?)?$/u.test(cell);
  const text =
    cell.length > 10 && !/(?:Z|[+-]\d{2}:\d{2})$/u.test(cell) ? `${cell.replace(' ', 'T')}Z` : cell.replace(' ', 'T');
  const value = form ? Date.parse(text) : Number.NaN;
  // Date.parse turns 30 February into 2 March.
  const holds = !Number.isNaN(value) && (cell.length > 10 || new Date(value).toISOString().startsWith(cell));
  return holds && value >= 0 ? right(value) : wrong(`${cell.slice(0, 40)} is not a date like 2026-11-23`);
}

export function readChoice<const C extends string>(cell: string, choices: readonly C[]): Cell<C> {
  if (cell === '') return empty;
  const found = choices.find((choice) => choice === cell.toLowerCase());
  return found === undefined ? wrong(`${cell.slice(0, 40)} is none of ${choices.join(', ')}`) : right(found);
}

export function readCountry(cell: string): Cell<string> {
  if (cell === '') return empty;
  return /^[A-Za-z]{2}$/u.test(cell)
    ? right(cell.toUpperCase())
    : wrong(`${cell.slice(0, 40)} is not a country of two letters, like US`);
}

export function readCurrency(cell: string): Cell<string> {
  if (cell === '') return empty;
  return /^[A-Za-z]{3}$/u.test(cell)
    ? right(cell.toUpperCase())
    : wrong(`${cell.slice(0, 40)} is not a currency of three letters, like USD`);
}
