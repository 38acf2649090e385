import { expect, test } from 'vitest';
import { readLabel } from './read-label.ts';

const envelope = (...fields: readonly string[]): string => `[)>\u001E06\u001D${fields.join('\u001D')}\u001E\u0004`;

test('readLabel: part, serial and lot of a supplier’s envelope', () => {
  const read = { form: 'envelope', parts: ['HUB-1'], serials: ['S1234'], lot: 'L9' };
  for (const text of [envelope('1PHUB-1', 'SS1234', '1TL9', 'Q1'), `>${envelope('SS1234', '1TL9', 'PHUB-1', '4LDE')}`])
    expect(readLabel(text)).toEqual(read);
  expect(readLabel(envelope('1PHUB-1', 'SA1', 'SA2'))?.serials).toEqual(['A1', 'A2']);
  expect(readLabel(envelope('1PHUB-1', 'Q5'))?.serials).toEqual([]);
});

test('readLabel: a serial that stands behind its name', () => {
  const named = [
    'S/N: TX-1',
    'S/N TX-1',
    'SN:TX-1',
    'Serial No.: TX-1',
    'SERIAL NUMBER TX-1',
    'Model: H3 S/N: TX-1',
    'A:1\r\nS/N=TX-1\r\nB:2',
  ];
  for (const text of named) expect([text, readLabel(text)?.serials]).toEqual([text, ['TX-1']]);
  expect(readLabel('S/N: TX-1 S/N: TX-2')?.serials).toEqual(['TX-1', 'TX-2']);
});

test('readLabel: a text without a named field is itself', () => {
  const plain = [
    'SN0001',
    'SN 0001',
    'SN-0001',
    'S/N0001',
    'SERIAL77',
    'MSN:0001',
    'S/N:',
    '[)>061PHUBSMH9',
    'x'.repeat(3000),
  ];
  expect(plain.map(readLabel)).toEqual(plain.map(() => null));
});
