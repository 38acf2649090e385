import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { JsonRefused, readJson } from './read-json.ts';

test('what JSON.stringify writes is read as JSON.parse reads it', () => {
  fc.assert(
    fc.property(fc.json({ depthSize: 'medium', stringUnit: 'binary' }), (text) => {
      const [value, count] = [
        JSON.parse(text) as unknown,
        (text.match(/__proto__|constructor|prototype/gu) ?? []).length,
      ];
      fc.pre(count === 0);
      expect(readJson(text)).toEqual(value);
    }),
  );
});

const deep = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

test.each([
  ['a lone surrogate, escaped', '{"a":"\\ud800"}'],
  ['a lone surrogate in a name', '{"\\udc00":1}'],
  ['a lone surrogate as it is', '{"a":"\ud800"}'],
  ['1e400', '{"a":1e400}'],
  ['-1E+400', '[-1E+400]'],
  ['a number of 400 digits', `{"a":${'9'.repeat(400)}}`],
  ['a fraction of 400 digits', `{"a":0.${'1'.repeat(400)}}`],
  ['depth 65', deep(65)],
  ['depth 5,000', deep(5000)],
  ['depth 100,000, not closed', '{"a":'.repeat(100_000)],
  ['two fields of one name', '{"a":1,"b":{"c":1,"c":2}}'],
  ['two fields of one name, one escaped', '{"a":1,"\\u0061":2}'],
  ['__proto__', '{"__proto__":{"role":"admin"}}'],
  ['__proto__, escaped', '{"\\u005f_proto__":{}}'],
  ['constructor', '{"a":[{"constructor":{"prototype":1}}]}'],
  ['no JSON', '{"a":'],
  ['nothing', ''],
  ['a string that does not end', '{"a":"b\\"'],
])('%s is refused, and the message says why', (_name, text) => {
  expect(() => readJson(text)).toThrow(JsonRefused);
});

test.each([
  ['signs of two halves', '{"a":"\\ud83d\\ude00"}', { a: '😀' }],
  ['what looks like a number in a text', '{"a":"1e400, {[:","b":["\\\\","\\""]}', { a: '1e400, {[:', b: ['\\', '"'] }],
  [
    'numbers at their ends',
    '[9007199254740991,-0.5,1.7976931348623157e308,5e-324]',
    [9007199254740991, -0.5, 1.7976931348623157e308, 5e-324],
  ],
  ['depth 64', deep(64), JSON.parse(deep(64))],
  ['U+0000', '{"a":"\\u0000"}', { a: '\0' }],
])('%s are taken', (_name, text, value) => {
  expect(readJson(text)).toEqual(value);
});
