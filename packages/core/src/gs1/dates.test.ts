import { expect, test } from 'vitest';
import { daysInMonth, fullYear, isoDate } from './dates.ts';

test('gs1.date: the century window is 49 years back and 50 ahead', () => {
  expect(fullYear(26, 2026)).toBe(2026);
  expect(fullYear(76, 2026)).toBe(2076);
  expect(fullYear(77, 2026)).toBe(1977);
  expect(fullYear(0, 2026)).toBe(2000);
  expect(fullYear(5, 2060)).toBe(2105);
  expect(fullYear(99, 2060)).toBe(2099);
});

test('gs1.date: leap years follow the calendar, centuries included', () => {
  expect([2024, 2025, 2000, 2100].map((year) => daysInMonth(year, 2))).toEqual([29, 28, 29, 28]);
  expect(daysInMonth(2026, 13)).toBe(0);
  expect(daysInMonth(2026, 0)).toBe(0);
});

test.each([
  ['261231', '2026-12-31'],
  ['261200', '2026-12-31'],
  ['280200', '2028-02-29'],
  ['261332', null],
  ['260230', null],
  ['260431', null],
  ['260001', null],
])('gs1.date: %s is %s', (text, expected) => {
  expect(isoDate(text, 2026, true)).toBe(expected);
});

test('gs1.date: day 00 only where the AI allows it', () => {
  expect(isoDate('261200', 2026, false)).toBeNull();
});
