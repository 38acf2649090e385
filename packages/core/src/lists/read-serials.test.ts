import { expect, test } from 'vitest';
import { readSerials, type SerialColumn, type SerialList } from './read-serials.ts';

const read = (text: string, chosen: SerialColumn | null = null): SerialList =>
  readSerials(text, { choose: () => chosen, isProductCode: (code) => code === 'CAM-1' });
const serialsOf = (text: string, chosen: SerialColumn | null = null): readonly string[] =>
  read(text, chosen).rows.map(({ serial_raw }) => serial_raw);

const faults = (text: string): readonly unknown[] =>
  read(text).rows.flatMap(({ row, faults: own }) => own.map(({ code }) => [row, code]));

test('serials: one a row, several in a row that look alike, and each with its row', () => {
  expect(serialsOf('A1\n\nB2')).toEqual(['A1', 'B2']);
  expect(read('A1\n\nB2').rows.map(({ row }) => row)).toEqual([1, 3]);
  expect(read('A;B;C')).toMatchObject({ ask: false, chosen: 'all' });
  expect(serialsOf('SN001,SN002\nSN003,SN004')).toEqual(['SN001', 'SN002', 'SN003', 'SN004']);
  expect(serialsOf('1,234,567\n123,456\n1,2E+11')).toEqual(['1,234,567', '123,456', '1,2E+11']);
});

test.each(['Serial Number', 'S/N', 'Serien-Nr.', 'Numéro de série', 'Número de serie', 'IMEI', 'N° de série', 'SN#'])(
  'list.heading: %s is a heading, told and left out',
  (heading) => {
    const { rows, notes } = read(`${heading}\nA1\nB2`);
    expect(rows.map(({ serial_raw, row }) => [serial_raw, row])).toEqual([
      ['A1', 2],
      ['B2', 3],
    ]);
    expect(notes).toEqual([{ code: 'list.heading', params: { row: 1, text: heading } }]);
  },
);

test('columns: the serial is found by its heading, wherever it stands; the others are shown', () => {
  const { rows, columns, ask } = read('sku;Serial No.;qty;lot;MHD\nCAM-1;X7;1;L1;31.03.2027\nB-2;X8;1;L1;\n');
  expect(ask).toBe(false);
  expect(columns.map(({ use }) => use)).toEqual(['product', 'serial', 'left-out', 'lot', 'expiry']);
  expect(rows).toMatchObject([
    { row: 2, serial_raw: 'X7', product: 'CAM-1', lot: 'L1', expiry: '2027-03-31' },
    { row: 3, serial_raw: 'X8', product: 'B-2', lot: 'L1', expiry: null },
  ]);
});

test('list.expiry-unread: a day that could be two is left out, and said', () => {
  const { rows, notes } = read('serial,expiry\nX7,3/5/2027');
  expect(rows).toMatchObject([{ serial_raw: 'X7', expiry: null }]);
  expect(notes.map(({ code }) => code)).toContain('list.expiry-unread');
});

test('columns: without headings the likeliest is proposed and a person asked; what was chosen is taken', () => {
  const text = 'ROUTER X\tFCW2140L0AB\t12\nROUTER X\tFCW2141L1CD\t7\n';
  expect(read(text)).toMatchObject({ ask: true, chosen: 1 });
  expect(read(text, 2)).toMatchObject({ ask: false, chosen: 2 });
  expect(serialsOf(text, 'all')).toHaveLength(6);
  expect(read('X7;CAM-1\nY8;CAM-1')).toMatchObject({ ask: false, chosen: 0 });
  expect(read('IMEI;Serial Number\n353918051234567;X7')).toMatchObject({ ask: false, chosen: 1 });
  expect(read('IMEI1;IMEI2\n353918051234567;353918051234575').ask).toBe(true);
});

test('list.cells, list.above-heading, list.quote, list.too-long: faults by row, and all others are read', () => {
  expect(faults('serial,sku\nA,B\nC,D,E')).toEqual([[3, 'list.cells']]);
  expect(faults('X1\nS/N\nA1')).toEqual([[1, 'list.above-heading']]);
  expect(faults(`"A\nB\n${'x'.repeat(600)}`)).toEqual([
    [1, 'list.quote'],
    [3, 'list.too-long'],
  ]);
});
