import { describe, expect, it } from 'vitest';
import { SCAN_COMMANDS, commandText } from '@serialbridge/core/scan';
import { encodeCode128 } from './code128.ts';

const sum = (widths: readonly number[]): number => widths.reduce((total, width) => total + width, 0);

describe('Code 128', () => {
  it('known symbol: start B, W i k i p e d i a, check 88, stop', () => {
    // The worked example of Wikipedia's article on Code 128: value of the check character is 88, widths 421211.
    const widths = encodeCode128('Wikipedia').join('');
    expect(widths.startsWith('211214')).toBe(true);
    expect(widths.endsWith('4212112331112')).toBe(true);
  });

  it('every symbol character is 11 modules, the stop 13', () => {
    for (const command of SCAN_COMMANDS) {
      const text = commandText(command);
      expect(sum(encodeCode128(text))).toBe(11 * (text.length + 2) + 13);
    }
  });

  it('all characters of set B differ', () => {
    const all = Array.from({ length: 95 }, (_, n) =>
      encodeCode128(String.fromCodePoint(32 + n))
        .slice(6, 12)
        .join(''),
    );
    expect(new Set(all).size).toBe(95);
    for (const widths of all) expect(sum(Array.from(widths, Number))).toBe(11);
  });

  it('a character outside set B is an error, not a wrong code', () => {
    expect(() => encodeCode128('é')).toThrow(RangeError);
    expect(() => encodeCode128('\u001D')).toThrow(RangeError);
  });
});
