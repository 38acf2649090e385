const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const two = (value: number): string => String(value).padStart(2, '0');

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** Days of a month (1 to 12); 0 when there is no such month. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2 && isLeap(year)) return 29;
  return DAYS[month - 1] ?? 0;
}

/**
 * The century of a two-digit year, seen from `currentYear`: never more than 49 years back or 50 ahead
 * (General Specifications, 7.12).
 */
export function fullYear(twoDigits: number, currentYear: number): number {
  const century = currentYear - (currentYear % 100);
  const difference = twoDigits - (currentYear % 100);
  if (difference >= 51) return century - 100 + twoDigits;
  if (difference <= -50) return century + 100 + twoDigits;
  return century + twoDigits;
}

/**
 * YYMMDD as `YYYY-MM-DD`, or null when the calendar has no such day. Day 00 is the last day of the month
 * (General Specifications, 3.4.7); it is refused unless `dayMayBeZero`.
 */
export function isoDate(yymmdd: string, currentYear: number, dayMayBeZero: boolean): string | null {
  const year = fullYear(Number(yymmdd.slice(0, 2)), currentYear);
  return isoDay(year, Number(yymmdd.slice(2, 4)), Number(yymmdd.slice(4, 6)), dayMayBeZero);
}

/** A calendar day as `YYYY-MM-DD`, or null when there is none. */
export function isoDay(year: number, month: number, day: number, dayMayBeZero = false): string | null {
  const last = daysInMonth(year, month);
  if (last === 0 || day > last || (day === 0 && !dayMayBeZero)) return null;
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day === 0 ? last : day)}`;
}
