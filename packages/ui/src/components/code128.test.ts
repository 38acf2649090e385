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

  /** Reads the symbol back, the slow way: every six widths are one value. */
  const WIDTHS_OF = new Map(
    Array.from(
      { length: 95 },
      (_, n) =>
        [
          encodeCode128(String.fromCodePoint(32 + n))
            .slice(6, 12)
            .join(''),
          n,
        ] as const,
    ),
  );
  const valuesOf = (widths: readonly number[]): (number | string)[] =>
    Array.from({ length: Math.floor(widths.length / 6) }, (_, n) => {
      const six = widths.slice(6 * n, 6 * n + 6).join('');
      return WIDTHS_OF.get(six) ?? six;
    });
  const [FNC1, CODE_C, CODE_B, START_B, START_C] = ['411131', '113141', '114131', '211214', '211232'];

  it('GS1-128: FNC1 follows the start, and stands for every GS', () => {
    const values = valuesOf(encodeCode128('AB\u001DCD', { gs1: true }));
    expect(values.slice(0, -2)).toEqual([START_B, FNC1, 33, 34, FNC1, 35, 36]);
  });

  it('long runs of digits go in pairs, and what follows in single characters', () => {
    const values = valuesOf(encodeCode128('01095060001343522', { gs1: true }));
    expect(values.slice(0, 11)).toEqual([START_C, FNC1, 1, 9, 50, 60, 0, 13, 43, 52, CODE_B]);
    expect(values[11]).toBe(18);
    expect(valuesOf(encodeCode128('A123456')).slice(0, 6)).toEqual([START_B, 33, CODE_C, 12, 34, 56]);
  });

  it('GS1-128 of the General Specifications: the check character counts FNC1', () => {
    // Start C, FNC1, 01 09 50 60 00 13 43 52: 105 + 102 + 2·1 + 3·9 + 4·50 + 5·60 + 6·0 + 7·13 + 8·43 + 9·52 = 1639, rest of 103: 94.
    const values = valuesOf(encodeCode128('0109506000134352', { gs1: true }));
    expect(values.at(-2)).toBe(94);
  });
});
