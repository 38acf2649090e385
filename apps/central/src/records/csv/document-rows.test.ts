import { expect, test } from 'vitest';
import { matchLines } from './document-rows.ts';
import { Faults } from './faults.ts';

const PRODUCTS = new Map([
  ['CAM', { product_id: 'camera' }],
  ['LENS', { product_id: 'lens' }],
]);

/** What a row comes to on a document that has one line: five cameras, two of them packed. */
function matched(sku: string, line_number: number | null, quantity: number, packed = 2) {
  const faults = new Faults();
  const rows = [{ row: 7, values: { sku, line_number, quantity } }];
  const lines = [{ line_number: 1, product_id: 'camera', packed }];
  const moved = { how: 'packed', count: (one: { packed: number }) => one.packed } as const;
  const [line = null] = matchLines(rows, { lines, products: PRODUCTS, moved }, { faults });
  return { line, said: faults.all().map(({ code, message }) => `${code} ${message}`) };
}

test('csv.value: a line of which units have moved keeps its product', () => {
  expect(matched('LENS', 1, 5).said).toEqual([
    'csv.value Row 7, sku: line 1 is another product of which units were packed.',
  ]);
  expect(matched('LENS', 1, 5, 0).said).toEqual([]);
});

test('csv.value: a line asks for no fewer units than have moved', () => {
  expect(matched('CAM', 1, 1).said).toEqual(['csv.value Row 7, quantity: 2 were packed already.']);
  expect(matched('CAM', 1, 2)).toMatchObject({ said: [], line: { line_number: 1, quantity: 2 } });
});

test('csv.reference: a row of an unknown product is refused', () => {
  expect(matched('NONE', 1, 5)).toEqual({
    line: null,
    said: ['csv.reference Row 7, sku: there is no product NONE.'],
  });
});

test('csv.line: without a number a row means the line of its product, else a new one behind the last', () => {
  expect(matched('CAM', null, 5).line).toMatchObject({ line_number: 1, product_id: 'camera' });
  expect(matched('LENS', null, 5).line).toEqual({
    line_number: 2,
    product_id: 'lens',
    quantity: 5,
    before: undefined,
    values: { sku: 'LENS', line_number: null, quantity: 5 },
  });
});
