import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkDigit, checkPair, hasCheckDigit } from './check-digit.ts';
import { normaliseGtin } from './gtin.ts';
import { expandUpcE } from './upc-e.ts';

test.each([
  ['0950600013435', '2'],
  ['03600029145', '2'],
  ['9638507', '4'],
  ['00614141123456789', '0'],
])('gs1.check-digit of %s is %s', (digits, expected) => {
  expect(checkDigit(digits)).toBe(expected);
});

test('gs1.check-digit finds every single wrong digit', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\d{7,17}$/u), fc.nat(), fc.integer({ min: 1, max: 9 }), (digits, at, step) => {
      const good = `${digits}${checkDigit(digits)}`;
      const index = at % good.length;
      const wrong = (Number(good[index]) + step) % 10;
      expect(hasCheckDigit(good)).toBe(true);
      expect(hasCheckDigit(`${good.slice(0, index)}${wrong}${good.slice(index + 1)}`)).toBe(false);
    }),
  );
});

test('gs1.check-digit: the pair of a GMN is that of the specification', () => {
  expect(checkPair('1987654Ad4X4bL5ttr2310c')).toBe('2K');
  expect(checkPair('not in the set: #')).toBeNull();
});

test.each([
  ['96385074', '00000096385074', 'ean-8'],
  ['036000291452', '00036000291452', 'upc-a'],
  ['0036000291452', '00036000291452', 'ean-13'],
  ['09506000134352', '09506000134352', 'gtin-14'],
  ['9 506000 134352', '09506000134352', 'ean-13'],
])('normaliseGtin reads %s', (text, gtin, form) => {
  expect(normaliseGtin(text)).toEqual({ ok: true, gtin, form });
});

test.each([
  ['036000291453', 'gs1.check-digit'],
  ['03600029145', 'gs1.length'],
  ['SN12345678901', 'gs1.numeric'],
  ['', 'gs1.numeric'],
])('normaliseGtin refuses "%s" by %s', (text, rule) => {
  expect(normaliseGtin(text)).toMatchObject({ ok: false, rule });
});

test('expandUpcE: each of its five patterns, and digits that are none', () => {
  const pairs = {
    '04252614': '042100005264',
    '01234514': '012100003454',
    '01234531': '012300000451',
    '01234543': '012340000053',
    '01234589': '012345000089',
  };
  for (const [short, long] of Object.entries(pairs))
    expect([expandUpcE(short), normaliseGtin(long).ok]).toEqual([long, true]);
  expect(['01234588', '21234565', '0123456', 'A1234565'].map(expandUpcE)).toEqual([null, null, null, null]);
});
