import { expect, test } from 'vitest';
import { decodeText } from './decode-text.ts';
import { findLayout } from './find-layout.ts';
import { readCell } from './read-cell.ts';
import { readRows, type ListRow } from './read-rows.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
function utf16(text: string, order: 'le' | 'be', bom: boolean): Uint8Array {
  const units = Array.from({ length: text.length + 1 }, (_, at) => `\uFEFF${text}`.charCodeAt(at)).slice(bom ? 0 : 1);
  return Uint8Array.from(units.flatMap((unit) => (order === 'le' ? [unit & 255, unit >> 8] : [unit >> 8, unit & 255])));
}
const rowsOf = (text: string): readonly ListRow[] => [...readRows(text, findLayout(text))];
const cellsOf = (text: string): readonly (readonly string[])[] => rowsOf(text).map(({ cells }) => cells);
const faultsOf = (text: string): readonly (readonly [number, string, unknown])[] =>
  rowsOf(text).flatMap(({ row, faults }) => faults.map(({ code, params }) => [row, code, params['context']] as const));

test('decodeText: UTF-8 and UTF-16 of both orders, each with and without byte order mark', () => {
  const text = 'Größe;Serien-Nr.\r\n1;SN–0001\r\n';
  for (const [encoding, file] of [
    ['utf-8', bytes(text)],
    ['utf-8', bytes(`\uFEFF${text}`)],
    ['utf-16le', utf16(text, 'le', true)],
    ['utf-16be', utf16(text, 'be', true)],
    ['utf-16le', utf16(text, 'le', false)],
    ['utf-16be', utf16(text, 'be', false)],
  ] as const) {
    expect(decodeText(file)).toEqual({ text, encoding, notes: [], refused: null });
  }
});

test('list.windows-1252: read, and said', () => {
  const file = Uint8Array.from([0x47, 0x72, 0xf6, 0xdf, 0x65, 0x20, 0x96, 0x0a, 0x41, 0x31]);
  expect(decodeText(file)).toMatchObject({ text: 'Größe –\nA1', notes: [{ code: 'list.windows-1252' }] });
});

test('list.spoilt-character: single spoilt bytes leave a UTF-8 file what it is', () => {
  const file = Uint8Array.from([...bytes('Größe;é\nA1\nB'), 0xff, ...bytes('2\n')]);
  const { text, encoding } = decodeText(file);
  expect(encoding).toBe('utf-8');
  expect(faultsOf(text)).toEqual([[3, 'list.spoilt-character', undefined]]);
});

test('list.not-text: a workbook, a PDF or a picture', () => {
  expect(decodeText(Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0]))).toMatchObject({
    text: '',
    refused: { code: 'list.not-text', params: { context: 'workbook' } },
  });
  expect(decodeText(bytes('%PDF-1.7')).refused?.params['context']).toBe('pdf');
  expect(decodeText(new Uint8Array()).text).toBe('');
});

test('rows: every line end, blank rows counted, a cell with line breaks is one row', () => {
  expect(rowsOf('A\nB\r\nC\rD\n\n\u2028E').map(({ row, cells }) => [row, ...cells])).toEqual([
    [1, 'A'],
    [2, 'B'],
    [3, 'C'],
    [4, 'D'],
    [7, 'E'],
  ]);
  expect(rowsOf('A,"x\ny"\nB,z').map(({ row, cells }) => [row, ...cells])).toEqual([
    [1, 'A', 'x\ny'],
    [2, 'B', 'z'],
  ]);
  expect(cellsOf('A1\r\nB2\r\n\u001A')).toEqual([['A1'], ['B2']]);
});

test('layout: each delimiter, the sep= line, and no delimiter', () => {
  for (const sign of [',', ';', '\t', '|']) expect(findLayout(`a${sign}b\nc${sign}d\n`).delimiter).toBe(sign);
  expect(findLayout('A1\nB2').delimiter).toBeNull();
  expect(findLayout('sku;price\nA;1,5\nB;2,5').delimiter).toBe(';');
  expect(findLayout('(01)04006381333931|ABC\nSN2').delimiter).toBeNull();
  expect(rowsOf('sep=;\r\nsku;serial\r\nA,1;B,2').map(({ row, cells }) => [row, ...cells])).toEqual([
    [1, 'sku', 'serial'],
    [2, 'A,1', 'B,2'],
  ]);
  expect(findLayout('number,amount;x\n', (cell) => cell === 'number').delimiter).toBe(',');
});

test('cells: what a spreadsheet puts around a text comes off, once', () => {
  for (const [raw, cell] of [
    ['="007"', '007'],
    ['="A""4"', 'A"4'],
    ["'007", '007'],
    ["''-1", "'-1"],
    ["'=1", '=1'],
    ['\u00A0A1\u200B\u2007', 'A1'],
    [' SN 0001 ', 'SN 0001'],
    ['SN‑1', 'SN‑1'],
    ["O'Neil", "O'Neil"],
    ["'", ''],
  ] as const)
    expect(readCell(raw)).toBe(cell);
});

test('quotes: doubled quotes, delimiters inside, blanks around, a quote inside a plain cell', () => {
  expect(cellsOf('"A,1", "B""2" ,C"3\n"",x')).toEqual([
    ['A,1', 'B"2', 'C"3'],
    ['', 'x'],
  ]);
  expect(faultsOf('""""\n"a"')).toEqual([]);
});

test('list.quote: an unclosed quote is a fault of the row in which it opened, and all others are read', () => {
  const text = 'A1\n"B2\nC3\n"D4\nE5\n';
  expect(faultsOf(text)).toEqual([
    [2, 'list.quote', undefined],
    [4, 'list.quote', undefined],
  ]);
  expect(cellsOf(text)).toEqual([['A1'], ['"B2'], ['C3'], ['"D4'], ['E5']]);
  expect(faultsOf('sku,serial\nA,"B\nC,D\nE,"F"\n')).toEqual([[2, 'list.quote', undefined]]);
  expect(faultsOf('A,"B"C\nD,E')).toEqual([[1, 'list.quote', 'behind']]);
});

test('list.control-character: NUL and others, by row', () => {
  expect(faultsOf('A1\nB\u00002\nC\u001D3\nD\u0090\n\u0007E')).toEqual([
    [2, 'list.control-character', undefined],
    [3, 'list.control-character', undefined],
    [4, 'list.control-character', undefined],
    [5, 'list.control-character', 'first'],
  ]);
});

test.each([
  ['quotes that never close', '"a""\n'.repeat(100_000)],
  ['one quote a line', '"\n'.repeat(100_000)],
  ['quotes alone', '"'.repeat(400_001)],
  ['blanks', `${' '.repeat(400_000)}"`],
  ['delimiters', ',"'.repeat(200_000)],
  ['separators', ';,|\t'.repeat(100_000)],
])('a text of 400,000 characters of %s is read in time that grows with it', (_, text) => {
  const start = performance.now();
  const rows = rowsOf(text).length;
  expect(rows).toBeLessThanOrEqual(200_000);
  expect(performance.now() - start).toBeLessThan(3000);
});
