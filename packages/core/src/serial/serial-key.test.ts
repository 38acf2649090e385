import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseSerial } from './serial-key.ts';

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom(' ', '0', 'a', '\u001D', '\uFEFF', '１', 'ß', 'ŉ') }),
);

describe('serial.blank: normalising', () => {
  it('serial.blank: is idempotent, folded or not', () => {
    fc.assert(
      fc.property(text, fc.boolean(), (raw, case_fold) => {
        const once = normaliseSerial(raw, { case_fold });
        expect(normaliseSerial(once, { case_fold })).toBe(once);
      }),
      { numRuns: 2_000 },
    );
  });

  it('serial.blank: trims blanks and control characters at the ends only', () => {
    expect(normaliseSerial('\uFEFF \t0012 34\r\n', { case_fold: false })).toBe('0012 34');
  });

  it('serial.blank: never loses a leading zero', () => {
    fc.assert(
      fc.property(fc.nat(30), fc.nat(), (zeros, number) => {
        const serial = '0'.repeat(zeros) + String(number);
        expect(normaliseSerial(serial, { case_fold: true })).toBe(serial);
      }),
    );
  });

  it('serial.blank: composes wide characters, and folds only if told to', () => {
    expect(normaliseSerial('ｓｎ０１', { case_fold: false })).toBe('sn01');
    expect(normaliseSerial('sn01', { case_fold: true })).toBe('SN01');
  });
});
