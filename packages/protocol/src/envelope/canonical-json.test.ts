import canonicalize from 'canonicalize';
import { assert, jsonValue, property } from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from './canonical-json.ts';

const attempt = (write: (value: unknown) => string | undefined, value: unknown): string | undefined => {
  try {
    return write(value);
  } catch (error) {
    return String(error);
  }
};

test('envelope.canonical: the same bytes as the library, for any JSON', () => {
  assert(
    property(jsonValue({ noUnicodeString: false, maxDepth: 6 }), (value) => {
      expect(attempt(canonicalJson, value)).toEqual(attempt(canonicalize, value));
    }),
    { numRuns: 500 },
  );
});

test.each([
  [
    'numbers in RFC 8785’s own form',
    [333333333.3333333, 1e30, 4.5, 2e-3, 1e-27, -0],
    '[333333333.3333333,1e+30,4.5,0.002,1e-27,0]',
  ],
  [
    'keys by UTF-16 code units, also those that look like numbers',
    { 10: 1, 9: 2, '\u20ac': 3, '\r': 4, '\ud83d\ude00': 5 },
    '{"\\r":4,"10":1,"9":2,"€":3,"😀":5}',
  ],
  [
    'what has no value is left out, a date is its text',
    { b: undefined, a: new Date(0) },
    '{"a":"1970-01-01T00:00:00.000Z"}',
  ],
])('envelope.canonical: %s', (_, value, text) => {
  expect(canonicalJson(value)).toBe(text);
});

test('envelope.canonical: nesting deeper than a stack', () => {
  const deep: unknown = JSON.parse(`${'['.repeat(20_000)}${']'.repeat(20_000)}`);
  expect(canonicalJson(deep)).toBe('['.repeat(20_000) + ']'.repeat(20_000));
});

test('envelope.canonical: a lone surrogate or a number that is none has no canonical form', () => {
  expect(() => canonicalJson({ a: '\ud800' })).toThrow(/surrogate/u);
  expect(() => canonicalJson({ a: Number.NaN })).toThrow(/NaN/u);
});
