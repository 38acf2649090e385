import { expect, test } from 'vitest';
import { plainText, readCents, readCode, readDate, readFlag, readText, readWhole, type Cell } from './cells.ts';

const value = <T>(cell: Cell<T>): T | null | 'refused' => (cell.ok ? cell.value : 'refused');

test.each([
  ['12.50', 1250],
  ['12,5', 1250],
  ['7', 700],
  ['', null],
  ['1,234.00', 'refused'],
  ['-1', 'refused'],
  ['12.345', 'refused'],
  ['1e3', 'refused'],
])('an amount %s is %s cents', (cell, cents) => {
  expect(value(readCents(cell))).toBe(cents);
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
  expect(value(readDate(cell))).toBe(instant);
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

test('="…" is the text in it', () => {
  expect(plainText('="0012"')).toBe('0012');
  expect(plainText('="a""b"')).toBe('a"b');
  expect(plainText(' =1+1 ')).toBe('=1+1');
});
