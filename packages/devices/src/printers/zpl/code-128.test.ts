import { GS } from '@serialbridge/core/gs1';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { code128Bars } from '../matrix-symbol.ts';
import { code128Codewords, code128FieldData, code128Modules } from './code-128.ts';

/** A plain reading of ^BC's field data by table 6 of the manual, character by character: what a scanner would give. */
function readFieldData(data: string): string {
  const inB: Readonly<Record<string, string>> = { '0': '>', '<': '^', '=': '~', '1': '\u007F' };
  let subset = 'B';
  let text = '';
  let at = 0;
  while (at < data.length) {
    if (data.charAt(at) === '>') {
      const code = data.charAt(at + 1);
      at += 2;
      if (code === '8') text += GS;
      else if (code === '5' || code === ';') subset = 'C';
      else if (code === '6' || code === ':') subset = 'B';
      else if (subset === 'B' && code in inB) text += inB[code] ?? '';
      else throw new Error(`unexpected >${code}`);
    } else if (subset === 'C') {
      const pair = data.slice(at, at + 2);
      if (!/^\d\d$/u.test(pair)) throw new Error(`no pair of digits: ${pair}`);
      text += pair;
      at += 2;
    } else {
      text += data.charAt(at);
      at += 1;
    }
  }
  return text;
}

/** The bars of every codeword, drawn one by one. */
const PATTERNS = new Map(
  Array.from({ length: 103 }, (_, word) => [code128Bars([104, word]).slice(6, 12).join(''), word]),
);

/** The symbol read from its bars, as a scanner reads it (ISO/IEC 15417), with its check digit checked. */
function readBars(bars: readonly number[]): string {
  const starts = new Map([
    [code128Bars([104, 1]).slice(0, 6).join(''), 104],
    [code128Bars([105, 1]).slice(0, 6).join(''), 105],
  ]);
  const groups = Array.from({ length: (bars.length - 7) / 6 }, (_, index) =>
    bars.slice(index * 6, index * 6 + 6).join(''),
  );
  const words = groups.map((group, index) => (index === 0 ? starts : PATTERNS).get(group) ?? -1);
  const check = words.pop();
  const sum = words.reduce((total, word, index) => total + word * Math.max(1, index), 0);
  if (check !== sum % 103) throw new Error('check digit');
  let inC = words[0] === 105;
  return words
    .slice(1)
    .map((word) => {
      if (word === 102) return GS;
      if (inC && word < 100) return String(word).padStart(2, '0');
      if (word === 100 || word === 99) inC = word === 99;
      return word >= 99 ? '' : String.fromCharCode(word + 32);
    })
    .join('');
}

test.each([
  ['CODE128', '>:CODE128'],
  ['12345678', '>;12345678'],
  ['12345', '>;1234>65'],
  ['A1234', '>:A>51234'],
  ['A12345', '>:A1>52345'],
  ['AB123CD', '>:AB123CD'],
  ['a>b^c~d', '>:a>0b><c>=d'],
  ['99', '>:99'],
  ['9999', '>;9999'],
  [`${GS}0204017773003486`, '>;>80204017773003486'],
  [`${GS}10AB12${GS}21X`, '>:>810AB12>821X'],
])('code 128: %j is %s', (text, data) => {
  expect(code128FieldData(code128Codewords(text))).toBe(data);
});

const ascii = fc.string({
  unit: fc.integer({ min: 32, max: 126 }).map((code) => String.fromCharCode(code)),
  minLength: 1,
  maxLength: 40,
});
const mixed = fc.string({
  unit: fc.constantFrom(...Array.from('0123456789012345678901234567890123456789AZ>^~-'), GS),
  minLength: 1,
  maxLength: 40,
});

test('code 128: whatever the text, field data and bars both read back as it', () => {
  fc.assert(
    fc.property(fc.oneof(ascii, mixed), (text) => {
      const words = code128Codewords(text);
      expect(readFieldData(code128FieldData(words))).toBe(text);
      const bars = code128Bars(words);
      expect(readBars(bars)).toBe(text);
      expect(bars.reduce((sum, bar) => sum + bar, 0)).toBe(code128Modules(words));
    }),
    { numRuns: 2000 },
  );
});
