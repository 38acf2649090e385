import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { gtinForms, normaliseGtin, shortGtinForms } from './gtin.ts';
import { compressUpcA, expandUpcE } from './upc-e.ts';

test.each([
  ['01234565', '012345000065'],
  ['04252614', '042100005264'],
  ['01234531', '012300000451'],
  ['01234543', '012340000053'],
])('UPC-E %s is UPC-A %s, and back', (short, long) => {
  expect(expandUpcE(short)).toBe(long);
  expect(compressUpcA(long)).toBe(short);
  expect(normaliseGtin(short)).toMatchObject({ ok: true });
  expect(gtinForms(short)).toContain(long);
  expect(gtinForms(`0${long}`)).toContain(short);
  expect(shortGtinForms(short.slice(1, 7))).toContain(long);
  expect(shortGtinForms(short.slice(0, 7))).toContain(long);
  expect(shortGtinForms(short.slice(1))).toContain(long);
});

test('eight digits with a wrong check digit, or of another number system, are no UPC-E; most UPC-A have none', () => {
  for (const digits of ['01234566', '21234565', '0123456', 'SN123456']) expect(expandUpcE(digits)).toBeNull();
  for (const digits of ['036000291452', '012345000066', '0012345000065']) expect(compressUpcA(digits)).toBeNull();
  expect(normaliseGtin('01234566')).toMatchObject({ ok: false, rule: 'gs1.check-digit' });
});

test('eight digits that are no EAN-8 are their UPC-A', () => {
  expect(normaliseGtin('04252614')).toEqual({ ok: true, gtin: '00042100005264', form: 'upc-e' });
  // Both hold: as EAN-8 first, and looked up as both.
  expect(normaliseGtin('01234565')).toMatchObject({ form: 'ean-8' });
  expect(gtinForms('01234565')).toEqual(expect.arrayContaining(['00000001234565', '012345000065']));
});

test('UPC-E: any six digits come to one UPC-A, whose shortest writing comes to it again', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[01]\d{6}$/u), (digits) => {
      const found = Array.from({ length: 10 }, (_, check) => expandUpcE(`${digits}${check}`)).filter(
        (upcA) => upcA !== null,
      );
      expect(found).toHaveLength(1);
      const upcA = found[0] ?? '';
      expect(expandUpcE(compressUpcA(upcA) ?? '')).toBe(upcA);
    }),
  );
});
