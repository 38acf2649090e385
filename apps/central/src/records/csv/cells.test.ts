import { expect, test } from 'vitest';
import { readCents, readCode, readDate, readFlag, readText, readWhole, type Cell } from './cells.ts';

const UNSAID = { dates: null, decimals: null } as const;
const value = <T>(cell: Cell<T>): T | null | 'refused' => (cell.ok ? cell.value : 'refused');

test.each([
  ['12.50', 1250],
  ['12,5', 1250],
  ['7', 700],
  ['', null],
  ['1,234.00', 123_400],
  ['1.234,00', 123_400],
  ['$ 12.50', 1250],
  ['1,234', 'refused'],
  ['-1', 'refused'],
  ['12.345', 'refused'],
  ['1e3', 'refused'],
])('an amount %s is %s cents', (cell, cents) => {
  expect(value(readCents.by(cell, UNSAID))).toBe(cents);
});

test.each([
  ['2026-11-23', Date.UTC(2026, 10, 23)],
  ['2026-11-23T08:30:00Z', Date.UTC(2026, 10, 23, 8, 30)],
  ['2026-11-23 08:30', Date.UTC(2026, 10, 23, 8, 30)],
  ['2026-11-23T08:30:00+02:00', Date.UTC(2026, 10, 23, 6, 30)],
  ['2026-02-30', 'refused'],
  ['23.11.2026', 'refused'],
  ['11/23/2026', 'refused'],
  ['', null],
])('a date %s is %s', (cell, instant) => {
  expect(value(readDate.by(cell, UNSAID))).toBe(instant);
});

test('a code that a spreadsheet has shortened is refused, one that only looks like it is not', () => {
  expect(value(readCode('1.23457E+11'))).toBe('refused');
  expect(value(readCode('1,2E+05'))).toBe('refused');
  expect(value(readCode('12E5'))).toBe('12E5');
  expect(value(readCode('0012'))).toBe('0012');
});

test('whole numbers, flags and texts', () => {
  expect(value(readWhole('5', 1, 9))).toBe(5);
  expect(value(readWhole('0', 1, 9))).toBe('refused');
  expect(value(readWhole('5.0'))).toBe('refused');
  expect(value(readFlag('Yes'))).toBe(true);
  expect(value(readFlag('0'))).toBe(false);
  expect(value(readFlag('maybe'))).toBe('refused');
  expect(value(readText('a\u0000b'))).toBe('refused');
  expect(value(readText('x'.repeat(301)))).toBe('refused');
});

test('amounts and dates as a file says that it writes them; what fits two ways is refused while nobody says', () => {
  const german = { dates: 'day-first', decimals: 'comma' } as const;
  const american = { dates: 'month-first', decimals: 'point' } as const;
  expect(value(readCents.by('1.234,5', german))).toBe(123_450);
  expect(value(readCents.by('1.234', german))).toBe(123_400);
  expect(value(readCents.by('1,234', american))).toBe(123_400);
  expect(value(readCents.by('1.234,50', american))).toBe('refused');
  expect(value(readDate.by('03/04/2026', german))).toBe(Date.UTC(2026, 3, 3));
  expect(value(readDate.by('03/04/2026', american))).toBe(Date.UTC(2026, 2, 4));
  expect(value(readDate.by('23.11.2026', german))).toBe(Date.UTC(2026, 10, 23));
  expect(value(readDate.by('13/01/2026', american))).toBe('refused');
  expect(value(readDate.by('03/04/2026', UNSAID))).toBe('refused');
});
