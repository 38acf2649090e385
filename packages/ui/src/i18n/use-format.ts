import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

export interface Format {
  /** 05/24/2021 in the reader's own order. A calendar day (kept as its midnight in UTC) is that day wherever it is read. */
  date(instant: number): string;
  dateTime(instant: number): string;
  /** To the second: of two facts of one minute, which came first. */
  exact(instant: number): string;
  time(instant: number): string;
  count(value: number): string;
  money(cents: number, currency: string): string;
  /** "3 min", "2 h", "5 d": the largest whole unit. */
  age(ms: number): string;
  bytes(bytes: number): string;
  weight(grams: number): string;
}

const AGES: readonly (readonly [Intl.NumberFormatOptions['unit'], number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
];

const DAY_MS = 86_400_000;

/** True for a day without a time of day, as an order's or purchase order's date is imported: midnight in UTC. */
export const isCalendarDay = (instant: number): boolean => instant % DAY_MS === 0;

/** A day of a date field as the instant it begins, or for `to` its last millisecond, by the reader's own clock or, for a column of calendar days, in UTC. */
export function instantOfDay(day: string, name: 'from' | 'to', calendar = false): number | undefined {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00${calendar ? 'Z' : ''}`) : Number.NaN;
  if (!Number.isFinite(at) || at < 0) return undefined;
  return name === 'from' ? at : at + DAY_MS - 1;
}

export function formatFor(language: string): Format {
  const date = new Intl.DateTimeFormat(language, { year: 'numeric', month: '2-digit', day: '2-digit' });
  const day = new Intl.DateTimeFormat(language, {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    timeZone: 'UTC',
  });
  const minute = {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  } as const;
  const dateTime = new Intl.DateTimeFormat(language, minute);
  const exact = new Intl.DateTimeFormat(language, { ...minute, second: '2-digit' });
  const time = new Intl.DateTimeFormat(language, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  const count = new Intl.NumberFormat(language);
  const withUnit = (value: number, unit: string | undefined, digits = 0): string =>
    new Intl.NumberFormat(language, {
      style: 'unit',
      unit,
      unitDisplay: 'short',
      maximumFractionDigits: digits,
    }).format(value);
  return {
    date: (instant) => (isCalendarDay(instant) ? day : date).format(instant),
    dateTime: (instant) => dateTime.format(instant),
    exact: (instant) => exact.format(instant),
    time: (instant) => time.format(instant),
    count: (value) => count.format(value),
    money: (cents, currency) => new Intl.NumberFormat(language, { style: 'currency', currency }).format(cents / 100),
    age: (ms) => {
      const [unit, size] = AGES.find(([, length]) => ms >= length) ?? ['second', 1000];
      return withUnit(Math.max(0, Math.floor(ms / size)), unit);
    },
    bytes: (bytes) =>
      bytes >= 1_000_000 ? withUnit(bytes / 1_000_000, 'megabyte', 1) : withUnit(Math.ceil(bytes / 1000), 'kilobyte'),
    weight: (grams) => (grams >= 1000 ? withUnit(grams / 1000, 'kilogram', 3) : withUnit(grams, 'gram', 1)),
  };
}

/** Numbers, dates and money as the reader's language writes them. */
export function useFormat(): Format {
  const { i18n } = useTranslation();
  return useMemo(() => formatFor(i18n.language), [i18n.language]);
}
