import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { passesCheckDigit } from './check-digits.ts';
import { compilePattern } from './compile-pattern.ts';

function matches(pattern: string, text: string): boolean {
  const compiled = compilePattern(pattern);
  if (!compiled.ok) throw new Error(compiled.reason);
  return compiled.matches(text);
}

const PATTERNS = [
  String.raw`[A-Z]{2}\d{3,5}`,
  'a|ab|(c|d)*e?',
  '(?:ab)+|b{2}',
  '(?<year>[0-9]{2})-?[^a-c]+',
  '^a.b?$',
  String.raw`\p{L}+\.?`,
  String.raw`(a*)*b`,
  '(a|b{0,2}){1,3}c??',
  '',
  String.raw`\u{61}\x62[\]\\a]`,
];

it('serial.pattern: agrees with the language about whole texts', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'A', 'Z', '1', '9', '-', '.', ']', '\\'),
    maxLength: 8,
  });
  fc.assert(
    fc.property(fc.constantFrom(...PATTERNS), text, (pattern, subject) => {
      expect(matches(pattern, subject)).toBe(new RegExp(`^(?:${pattern})$`, 'u').test(subject));
    }),
    { numRuns: 5_000 },
  );
});

it('serial.pattern: patterns that run away elsewhere are answered', () => {
  for (const pattern of ['(a+)+', '(a|a)*', 'a*a*a*a*a*a*', '(a?){60}a{60}'])
    expect(matches(pattern, `${'a'.repeat(199)}!`)).toBe(false);
});

it('serial.pattern: what cannot be used says why and never throws', () => {
  for (const pattern of [
    '([',
    'a{2,1}',
    '(?=a)b',
    String.raw`(a)\1`,
    String.raw`\bA`,
    'a{9999}',
    '((a{99}){99}){99}',
    '((){999}){999}',
    '('.repeat(99) + ')'.repeat(99),
  ]) {
    const compiled = compilePattern(pattern);
    expect([pattern, compiled.ok]).toEqual([pattern, false]);
  }
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...Array.from(String.raw`ab(|)[]{}*+?^$\d1,-:=!<>`)) }),
      (pattern) => void compilePattern(pattern),
    ),
  );
});

it('serial.pattern: check digits of published examples', () => {
  expect(passesCheckDigit('79927398713', 'luhn')).toBe(true);
  expect(passesCheckDigit('036000291452', 'mod10-gs1')).toBe(true);
  expect(passesCheckDigit('0306406152', 'mod11')).toBe(true);
  expect(passesCheckDigit('080442957X', 'mod11')).toBe(true);
  expect(passesCheckDigit('A12425GABC1234002M', 'mod36')).toBe(true);
  for (const scheme of ['luhn', 'mod10-gs1', 'mod11', 'mod36'] as const)
    expect(passesCheckDigit('1234-5', scheme)).toBe(false);
  expect(passesCheckDigit('A12425GABC1234003M', 'mod36')).toBe(false);
});
