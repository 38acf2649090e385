import { expect, test } from 'vitest';
import { readCode } from '../gs1/aim-id.ts';
import { readGs1 } from '../gs1/read-gs1.ts';
import { findOtherCode, findOtherText, OTHER_CODES } from './find-other-code.ts';

/** What a code says, as a scanner that does not type sent it: `code.id`, with `!` where it is sure. */
function said(raw: string, typed_by_scanner = false): string | null {
  const code = readCode(raw);
  const found = findOtherCode({ ...code, gs1: readGs1(code, { year: 2026 }), typed_by_scanner });
  return found === null ? null : `${found.id}${found.sure ? '!' : ''}`;
}

test('code.pallet: SSCC with AIM id, and as 00 with eighteen digits that hold', () => {
  expect(said(']C100395011015300000011')).toBe('code.pallet!');
  expect(said('00395011015300000011')).toBe('code.pallet');
  expect(findOtherText('00395011015300000011')?.id).toBe('code.pallet');
  expect(said('00395011015300000012')).toBeNull();
});

test('code.lot: a lot by AIM id; the same text without it may be a serial', () => {
  expect(said(']C110LOT-7')).toBe('code.lot!');
  expect(said('10LOT-7')).toBeNull();
});

test('code.*: ids are unique', () => {
  expect(new Set(OTHER_CODES.map(({ id }) => id)).size).toBe(OTHER_CODES.length);
});
