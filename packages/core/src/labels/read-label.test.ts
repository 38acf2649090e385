import { ORDINARY_SERIALS } from '@serialbridge/testing/serial/ordinary-serials';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readEnvelope } from './envelope.ts';
import { readLabel } from './read-label.ts';

const [RS, GS, EOT] = ['\u001E', '\u001D', '\u0004'];
const MARKS: readonly (readonly [string, string, string])[] = [
  [RS, GS, EOT],
  ['{RS}', '{GS}', '{EOT}'],
  ['<RS>', '<GS>', '<EOT>'],
  ['[RS]', '[GS]', '[EOT]'],
  ['^^', '^]', '^D'],
  ['\\x1e', '\\x1d', '\\x04'],
  ['~030', '~029', '~004'],
  ['␞', '␝', '␄'],
  ['#', '|', ''],
  ['|', '|', ''],
  ['', ']', ''],
];
const value = fc.stringMatching(/^[A-Z0-9][A-Z0-9-]{0,18}[A-Z0-9]$/u);

test('iso-15434: fields come back whatever stands for the separators, with the ends lost or not', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...MARKS),
      fc.record({
        product: value,
        maker: value,
        serial: value,
        lot: value,
        quantity: fc.integer({ min: 0, max: 9999 }),
      }),
      fc.boolean(),
      fc.constantFrom('', '>'),
      ([rs, gs, eot], { product, maker, serial, lot, quantity }, ended, front) => {
        const fields = [`P${product}`, `1P${maker}`, `S${serial}`, `1T${lot}`, `Q${quantity}`, 'KPO-77', '9D2630'];
        const text = `${front}[)>${rs}06${gs}${fields.join(gs)}${ended ? `${rs}${eot}` : ''}`;
        const label = readLabel(text);
        expect(label).toMatchObject({
          source: 'iso-15434',
          products: [...new Set([product, maker])],
          serials: [serial],
          lot,
          quantity,
        });
        expect(label?.fields).toContainEqual({ name: 'K', value: 'PO-77' });
      },
    ),
  );
});

test('iso-15434: several blocks, GS1 in one of them, text in one; without separators nothing is read', () => {
  const both = readEnvelope(`[)>${RS}06${GS}1PA1${GS}S77${RS}05${GS}0109506000134352${GS}10L1${RS}${EOT}`);
  expect(both?.gs1).toBe(`0109506000134352${GS}10L1`);
  expect(both?.label).toMatchObject({ products: ['A1'], serials: ['77'] });
  expect(readLabel(`[)>${RS}12${GS}PNO A1${GS}SER 0077${RS}${EOT}`)).toMatchObject({
    products: ['A1'],
    serials: ['0077'],
  });
  expect(readLabel(`06${GS}1PA1${GS}S0077`)).toMatchObject({ products: ['A1'], serials: ['0077'] });
  expect(readLabel('[)>061PA1S77Q1')).toBeNull();
});

test.each([
  ['S/N: ABC123', ['ABC123'], []],
  ['SN:ABC123', ['ABC123'], []],
  ['Serial No. ABC-123', ['ABC-123'], []],
  ['SERIAL=0012', ['0012'], []],
  ['P/N:A1;S/N:B2;MAC:00:11:22:33:44:55', ['B2'], ['A1']],
  ['Model: A1\nSerial Number: B2', ['B2'], ['A1']],
  ['SKU: A1 | SN: B2 | Qty: 1', ['B2'], ['A1']],
  ['S/N TX-1', ['TX-1'], []],
  ['SERIAL NUMBER TX-1', ['TX-1'], []],
  ['A:1\r\nS/N=TX-1\r\nB:2', ['TX-1'], []],
  ['S/N: TX-1 Made in China', ['TX-1'], []],
  ['S/N: B2 S/N: B3', ['B2', 'B3'], []],
  ['Model: A1 Serial Number: B2', ['B2'], ['A1']],
  ['S/N: B2, B3', ['B2', 'B3'], []],
])('named: %s', (text, serials, products) => {
  expect(readLabel(text)).toMatchObject({ source: 'named', serials, products });
});

test('a plain serial is no label', () => {
  for (const serial of [
    ...ORDINARY_SERIALS,
    'SN0001',
    'SN 0001',
    'S/N0001',
    'A:B:C',
    '00:11:22:33:44:55',
    'X=1',
    'SERIAL77',
    'MSN:0001',
    'S/N:',
    'https://a.example/x;SN:12',
    'S12345',
  ])
    expect([serial, readLabel(serial)]).toEqual([serial, null]);
});
