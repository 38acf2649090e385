import type { DATE_ORDERS, DECIMAL_SIGNS } from '@serialbridge/protocol/central';

export type DateOrder = (typeof DATE_ORDERS)[number];
export type DecimalSign = (typeof DECIMAL_SIGNS)[number];

/** How a file writes dates and numbers. Null: nobody has said it; then only what can be read in one way is read. */
export interface Locale {
  readonly dates: DateOrder | null;
  readonly decimals: DecimalSign | null;
}

/** A number as it was written, exactly: its digits before and behind the decimal sign. */
interface Written {
  readonly whole: string;
  readonly fraction: string;
}

const GROUPED: Readonly<Record<DecimalSign, RegExp>> = {
  point: /^([1-9]\d{0,2})(?:([, '’])(\d{3})(?:\2\d{3})*)(?:\.(\d{1,10}))?$/u,
  comma: /^([1-9]\d{0,2})(?:([. '’])(\d{3})(?:\2\d{3})*)(?:,(\d{1,10}))?$/u,
};
const PLAIN: Readonly<Record<DecimalSign, RegExp>> = {
  point: /^(\d{1,15})(?:\.(\d{1,10}))?$/u,
  comma: /^(\d{1,15})(?:,(\d{1,10}))?$/u,
};

function readAs(text: string, sign: DecimalSign): Written | null {
  const plain = PLAIN[sign].exec(text);
  if (plain !== null) return { whole: plain[1] ?? '', fraction: plain[2] ?? '' };
  const grouped = text.length > 30 ? null : GROUPED[sign].exec(text);
  if (grouped === null) return null;
  const fraction = grouped[4] ?? '';
  const before = fraction === '' ? text : text.slice(0, -fraction.length - 1);
  return { whole: before.replaceAll(/\D/gu, ''), fraction };
}

/** `other`: it is a number by the other sign. `either`: by both, and they differ. */
export type NumberSaid = Written | 'other' | 'either' | null;

/** What a text says as a number without sign, with signs between thousands. Blanks of every kind may stand between thousands. */
export function readNumber(cell: string, decimals: DecimalSign | null): NumberSaid {
  const text = cell.replaceAll(/\p{Zs}/gu, ' ');
  const point = readAs(text, 'point');
  const comma = readAs(text, 'comma');
  if (decimals === 'point') return point ?? (comma === null ? null : 'other');
  if (decimals === 'comma') return comma ?? (point === null ? null : 'other');
  if (point === null || comma === null) return point ?? comma;
  return point.whole === comma.whole && point.fraction === comma.fraction ? point : 'either';
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const ISO = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/u;
const TWO_FIRST = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})$/u;
const DAY_NAMED = /^(\d{1,2})[- .]{1,2}([a-z]{3})[a-z]{0,6}\.?[- ,]{1,2}(\d{4}|\d{2})$/iu;
const MONTH_NAMED = /^([a-z]{3})[a-z]{0,6}\.?[- ](\d{1,2})(?:st|nd|rd|th)?,? ?[- ]?(\d{4})$/iu;
const TIME = /[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)? ?([ap]m)?(Z|[+-]\d{2}:?\d{2})?$/iu;

const fullYear = (year: string): number => (year.length === 2 ? 2000 : 0) + Number(year);

function dayOf(year: number, month: number, day: number): number | null {
  const instant = Date.UTC(year, month - 1, day);
  const made = new Date(instant);
  // 30 February would become 2 March.
  return made.getUTCMonth() === month - 1 && made.getUTCDate() === day && year >= 1970 && year < 2200 ? instant : null;
}

/** `order`: day and month stand in an order that nobody has chosen, or that the chosen one does not fit. */
export type DateSaid = number | 'order' | null;

function readDay(text: string, dates: DateOrder | null): DateSaid {
  const iso = ISO.exec(text);
  if (iso !== null) return dayOf(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const named = DAY_NAMED.exec(text);
  if (named !== null) return dayOf(fullYear(named[3] ?? ''), monthOf(named[2]), Number(named[1]));
  const first = MONTH_NAMED.exec(text);
  if (first !== null) return dayOf(fullYear(first[3] ?? ''), monthOf(first[1]), Number(first[2]));
  const two = TWO_FIRST.exec(text);
  if (two === null) return null;
  const [, one = '', , other = '', year = ''] = two;
  const monthFirst = dayOf(fullYear(year), Number(one), Number(other));
  const dayFirst = dayOf(fullYear(year), Number(other), Number(one));
  if (monthFirst === null && dayFirst === null) return null;
  if (dates === 'month-first') return monthFirst ?? 'order';
  if (dates === 'day-first') return dayFirst ?? 'order';
  return 'order';
}

const monthOf = (name = ''): number => MONTHS.indexOf(name.toLowerCase()) + 1;

const pad = (text: string): string => text.padStart(2, '0');

function timeOf([, hour = '', minute = '', second = '0', fraction = '', half, zone]: RegExpExecArray): number | null {
  const read = Number(hour);
  if (half !== undefined && (read < 1 || read > 12)) return null;
  const hours = half === undefined ? read : (read % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
  if (hours > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  const ms = Date.parse(`1970-01-01T${pad(String(hours))}:${minute}:${pad(second)}.${fraction.padEnd(3, '0')}Z`);
  const away = /^([+-])(\d{2}):?(\d{2})$/u.exec(zone ?? '');
  const shift = away === null ? 0 : (Number(away[2]) * 60 + Number(away[3])) * 60_000 * (away[1] === '-' ? -1 : 1);
  return Number.isNaN(ms) || Math.abs(shift) > 14 * 3_600_000 ? null : ms - shift;
}

/** A day, which begins at midnight UTC, or a day with a time of day. */
export function readDateText(cell: string, dates: DateOrder | null): DateSaid {
  if (cell.length > 60) return null;
  const text = cell.replaceAll(/\p{Zs}/gu, ' ');
  const time = TIME.exec(text);
  const day = readDay(time === null ? text : text.slice(0, time.index), dates);
  if (time === null || typeof day !== 'number') return day;
  const after = timeOf(time);
  const instant = after === null ? Number.NaN : day + after;
  return instant >= 0 ? instant : null;
}

/** How the dates of a file are likely written; null: it cannot be told. */
export function likelyDates(cells: readonly string[]): DateOrder | null {
  let month = 0;
  let day = 0;
  let open = 0;
  for (const cell of cells) {
    const asMonth = readDateText(cell, 'month-first');
    const asDay = readDateText(cell, 'day-first');
    if (readDateText(cell, 'iso') !== 'order') continue;
    if (asDay === 'order') month += 1;
    else if (asMonth === 'order') day += 1;
    // The same day both ways speaks for neither.
    else if (asMonth !== asDay) open += 1;
  }
  if (month > day) return 'month-first';
  if (day > month) return 'day-first';
  return open > 0 || month > 0 ? null : 'iso';
}

/** By which sign the numbers of a file likely have their decimals; null: it cannot be told. */
export function likelyDecimals(cells: readonly string[]): DecimalSign | null {
  let point = 0;
  let comma = 0;
  let open = 0;
  for (const cell of cells) {
    const said = readNumber(cell, null);
    if (said === 'either') open += 1;
    else if (said !== null && /\D/u.test(cell.trim())) {
      if (readNumber(cell, 'point') === 'other') comma += 1;
      else if (readNumber(cell, 'comma') === 'other') point += 1;
    }
  }
  if (point !== comma) return point > comma ? 'point' : 'comma';
  return open > 0 || point > 0 ? null : 'point';
}
