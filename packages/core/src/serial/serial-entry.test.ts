import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { expandCount, expandRange, type Expanded } from './expand-range.ts';

const list = (result: Expanded): readonly string[] =>
  result.ok ? result.serials : result.failures.map(({ code }) => code);

it('serial-entry.range-unreadable: ranges', () => {
  expect(list(expandRange('SN0099-SN0101'))).toEqual(['SN0099', 'SN0100', 'SN0101']);
  expect(list(expandRange(' SN0099 - 0101 '))).toEqual(['SN0099', 'SN0100', 'SN0101']);
  expect(list(expandRange('A-1-7-A-1-8'))).toEqual(['A-1-7', 'A-1-8']);
  expect(list(expandRange('SN99-SN101'))).toEqual(['SN99', 'SN100', 'SN101']);
  expect(list(expandRange('00000000000000000008-00000000000000000009'))).toEqual([
    '00000000000000000008',
    '00000000000000000009',
  ]);
  for (const text of ['', 'SN1', 'SN-', '-5', 'abc-def', 'x'.repeat(10_000)])
    expect(list(expandRange(text))).toEqual(['serial-entry.range-unreadable']);
});

it('serial-entry.range-prefix, range-backwards, range-width, too-many: what is wrong is said', () => {
  expect(list(expandRange('SN01-SM05'))).toEqual(['serial-entry.range-prefix']);
  expect(list(expandRange('SN05-SN01'))).toEqual(['serial-entry.range-backwards']);
  expect(list(expandRange('SN099-SN1000'))).toEqual(['serial-entry.range-width']);
  expect(list(expandRange('SN00000-SN10000'))).toEqual(['serial-entry.too-many']);
  expect(list(expandRange('SN0-SN99999999999999999999999999'))).toEqual(['serial-entry.too-many']);
});

it('serial-entry.count: first and count', () => {
  expect(list(expandCount('SN0009', 2))).toEqual(['SN0009', 'SN0010']);
  expect(list(expandCount('SN9', 2))).toEqual(['SN9', 'SN10']);
  expect(list(expandCount('SN09', 100))).toEqual(['serial-entry.range-width']);
  expect(list(expandCount('SN09', 0))).toEqual(['serial-entry.count']);
  expect(list(expandCount('SN09', 1.5))).toEqual(['serial-entry.count']);
  expect(list(expandCount('SN', 3))).toEqual(['serial-entry.range-unreadable']);
  expect(list(expandCount('SN00000', 10_001))).toEqual(['serial-entry.too-many']);
});

it('serial-entry.range-width: first + count and first-last are the same serials, all of one width', () => {
  const numbers = fc.tuple(fc.nat(9_000), fc.integer({ min: 1, max: 900 }), fc.constantFrom('', 'SN', 'A-1-'));
  fc.assert(
    fc.property(numbers, ([from, count, head]) => {
      const at = (number: number): string => head + String(number).padStart(6, '0');
      const expected = Array.from({ length: count }, (_, index) => at(from + index));
      expect(list(expandRange(`${at(from)}-${at(from + count - 1)}`))).toEqual(expected);
      expect(list(expandCount(at(from), count))).toEqual(expected);
    }),
  );
});
