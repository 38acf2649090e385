import { expect, test } from 'vitest';
import { findOtherText } from './find-other-code.ts';
import { listFactsOf } from './list-codes.ts';

const kindsOf = (texts: readonly string[]): readonly (string | null)[] => [
  ...new Set(texts.map((text) => findOtherText(text)?.id ?? `nothing said of ${text}`)),
];

test('code.spreadsheet-number: shortened, with a fraction, with commas, a formula', () => {
  const texts = ['1.2E+11', '8,80123E+12', '1E+15', '3.5299E11', '8801234567890.0', '1,234,567', "1'234'567", '="007"'];
  expect(kindsOf(texts)).toEqual(['code.spreadsheet-number']);
});

test('code.spreadsheet-error: what a cell shows instead of a value', () => {
  const texts = [
    '#N/A',
    '#REF!',
    '#VALUE!',
    '#WERT!',
    '#¡VALOR!',
    '#NV',
    '#NAME?',
    '#DIV/0!',
    '#####',
    '##########',
    'Err:502',
  ];
  expect(kindsOf(texts)).toEqual(['code.spreadsheet-error']);
});

test('code.no-value: words for nothing', () => {
  const texts = [
    'none',
    'N/A',
    'NULL',
    '<null>',
    '(none)',
    'NaN',
    'n.a.',
    'undefined',
    'TBD',
    'To Be Filled By O.E.M.',
  ];
  expect(kindsOf([...texts, 'Default string', 'no serial', 'not_available', 'keine', 'FALSE'])).toEqual([
    'code.no-value',
  ]);
});

test('code.date: a date or a time alone', () => {
  const texts = ['2026-11-30', '2026/1/5', '2026-11-30T12:00:00Z', '2026-11-30 00:00:00', '30.11.2026', '11/30/2026'];
  const named = [
    'Mar-05',
    '5-Mar',
    '05-MAR-2026',
    'Nov 30, 2026',
    '5. März',
    'déc-26',
    "Mar '26",
    '30/11/26',
    '12:30',
    '7:15 PM',
  ];
  expect(kindsOf([...texts, ...named])).toEqual(['code.date']);
});

test('code.heading: the heading of a column', () => {
  const texts = [
    'Serial Number',
    'S/N',
    'S/N:',
    'SN#',
    'serial_number',
    'Serial No.',
    'IMEI',
    'MAC Address',
    'Seriennummer',
  ];
  expect(kindsOf(texts)).toEqual(['code.heading']);
});

test('what only resembles a spreadsheet’s value may be a serial', () => {
  const texts = [
    '12E5',
    '1E10',
    '20261130',
    '12-05-26',
    '123-456-789',
    '123.456',
    '12,345',
    'NA123',
    'NONE1',
    '#123',
    'MAR05',
    'MAR-0512',
    'SN0001',
  ];
  expect(kindsOf(texts)).toEqual(texts.map((text) => `nothing said of ${text}`));
});

const inList = (texts: readonly string[]): readonly (string | null)[] => {
  const list = listFactsOf(texts);
  return texts.map((text) => findOtherText(text, list)?.id ?? null);
};

test('code.cut-digits: fifteen digits and then zeros, where every long number of the list is like that', () => {
  expect(inList(['1234567890123450', '12345678901234500', '77'])).toEqual(['code.cut-digits', 'code.cut-digits', null]);
  expect(inList(['1234567890123450', '1234567890123451'])).toEqual([null, null]);
  expect(kindsOf(['123456789012345000', '89490200001234500000'])).toEqual(['code.cut-digits']);
  for (const text of ['1234567890123450', '12345678901234500', '00000000000000000100', '353918051234560'])
    expect(findOtherText(text)).toBeNull();
});

test('code.grouped-digits: signs between thousands, in a list', () => {
  const texts = ['123,456', '1.234.567', '1 234 567', '12,34,567'];
  expect(inList(texts)).toEqual(texts.map(() => 'code.grouped-digits'));
  const serials = ['123.456', '123 456', '123-456-789', '1234,567', '0.601.123', 'SN 123 456'];
  expect(inList(serials)).toEqual(serials.map(() => null));
  expect(texts.map((text) => findOtherText(text))).toEqual([null, null, null, null]);
});
