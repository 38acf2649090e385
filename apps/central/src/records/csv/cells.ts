import { isSpreadsheetError, isSpreadsheetNumber } from '@serialbridge/core/other-codes';
import { readDateText, readNumber, type Locale } from './locale.ts';

/** What a cell says, or what is wrong with it. Null value: the cell is empty. */
export type Cell<T> =
  { readonly ok: true; readonly value: T | null } | { readonly ok: false; readonly message: string };

const empty: Cell<never> = { ok: true, value: null };
const right = <T>(value: T): Cell<T> => ({ ok: true, value });
const wrong = (message: string): Cell<never> => ({ ok: false, message });

/** What reads a cell by the way in which the file writes dates and numbers. */
export interface LocaleReader<T> {
  readonly reads: 'date' | 'number';
  readonly by: (cell: string, locale: Locale) => Cell<T>;
}

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
  const shown = cell.slice(0, 40);
  if (isSpreadsheetNumber(cell))
    return wrong(`${shown} was a number that a spreadsheet has rewritten; format the column as text and export again`);
  if (isSpreadsheetError(cell)) return wrong(`${shown} is what a spreadsheet shows for an error, not a code`);
  return readText(cell, most);
}

export function readWhole(cell: string, least = 0, most = 1_000_000_000): Cell<number> {
  if (cell === '') return empty;
  const value = /^\d{1,10}$/u.test(cell) ? Number(cell) : Number.NaN;
  return value >= least && value <= most
    ? right(value)
    : wrong(`${cell.slice(0, 40)} is not a whole number from ${least} to ${most}`);
}

/** A number without sign, as the file writes it. */
function numberOf(cell: string, locale: Locale, what: string): Cell<{ whole: string; fraction: string }> {
  const said = readNumber(cell.replace(/^[$€£¥]\s*|\s*[$€£¥]$/gu, ''), locale.decimals);
  const shown = cell.slice(0, 40);
  if (said === 'either')
    return wrong(`${shown} can be read in two ways; say whether decimals follow a point or a comma`);
  if (said === 'other')
    return wrong(`${shown} does not fit: decimals follow a ${locale.decimals ?? 'point'} in this file`);
  return said === null ? wrong(`${shown} is not ${what}`) : right(said);
}

export const readGrams: LocaleReader<number> = {
  reads: 'number',
  by: (cell, locale) => {
    if (cell === '') return empty;
    const said = numberOf(cell, locale, 'a weight in grams');
    if (!said.ok || said.value === null) return said.ok ? empty : said;
    const { whole, fraction } = said.value;
    const value = fraction.length > 3 ? Number.NaN : Number(`${whole}.${fraction || '0'}`);
    return value <= 100_000_000 ? right(value) : wrong(`${cell.slice(0, 40)} is not a weight in grams`);
  },
};

/** An amount with at most two decimals; in cents. */
export const readCents: LocaleReader<number> = {
  reads: 'number',
  by: (cell, locale) => {
    if (cell === '') return empty;
    const said = numberOf(cell, locale, 'an amount like 12.50');
    if (!said.ok || said.value === null) return said.ok ? empty : said;
    const { whole, fraction } = said.value;
    if (whole.length > 11 || fraction.length > 2) return wrong(`${cell.slice(0, 40)} is not an amount like 12.50`);
    return right(Number(whole) * 100 + Number(fraction.padEnd(2, '0') || 0));
  },
};

const YES = new Set(['yes', 'y', 'true', '1', 'x']);
const NO = new Set(['no', 'n', 'false', '0']);
export function readFlag(cell: string): Cell<boolean> {
  if (cell === '') return empty;
  const said = cell.toLowerCase();
  if (YES.has(said)) return right(true);
  return NO.has(said) ? right(false) : wrong(`${cell.slice(0, 40)} is neither yes nor no`);
}

/** `2026-11-23`, or an instant `2026-11-23T08:30:00Z`; a day begins at midnight UTC. Other orders as the file is said to write them. */
export const readDate: LocaleReader<number> = {
  reads: 'date',
  by: (cell, locale) => {
    if (cell === '') return empty;
    const said = readDateText(cell, locale.dates);
    const shown = cell.slice(0, 40);
    if (said === 'order')
      return wrong(
        locale.dates === null || locale.dates === 'iso'
          ? `${shown} can be read in two ways; say whether the day or the month comes first`
          : `${shown} does not fit: the ${locale.dates === 'day-first' ? 'day' : 'month'} comes first in this file`,
      );
    return said === null || said < 0 ? wrong(`${shown} is not a date like 2026-11-23`) : right(said);
  },
};

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
