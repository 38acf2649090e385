import { expect, test } from 'vitest';
import { parseDigitalLink } from './parse-digital-link.ts';

const context = { year: 2026 };
const parse = (text: string): ReturnType<typeof parseDigitalLink> => parseDigitalLink(text, context);

test('reads key, qualifiers and attributes', () => {
  expect(parse('https://id.gs1.org/01/09506000134352/10/ABC/21/S%2F1?17=261231&linkType=gs1:pip#top')).toMatchObject({
    source: 'digital-link',
    gtin: '09506000134352',
    lot: 'ABC',
    serial: 'S/1',
    expiry: '2026-12-31',
    errors: [],
  });
});

test('any domain, any path in front, a trailing slash, an early link without leading zeros', () => {
  expect(parse('HTTP://brand.example:8080/shop/de/01/9506000134352/')).toMatchObject({
    gtin: '09506000134352',
    errors: [],
  });
  expect(parse('https://brand.example/00/006141411234567890')).toMatchObject({
    sscc: '006141411234567890',
    errors: [],
  });
});

test.each([
  'https://example.com',
  'https://example.com/01',
  'https://example.com/blog/2026/post',
  'https://example.com/01/about',
  'ftp://x/01/09506000134352',
  'SN-1',
])('%s is no Digital Link', (text) => {
  expect(parse(text)).toBeNull();
});

test.each([
  ['https://a.b/01/09506000134353', 'gs1.check-digit@15'],
  ['https://a.b/01/09506000134352/21/A/10/B', 'gs1.link@12'],
  ['https://a.b/01/09506000134352/21/%ZZ', 'gs1.link@33'],
  ['https://a.b/01/09506000134352?17=261332', 'gs1.date@33'],
  ['https://a.b/01/09506000134353/21/%E0%80', 'gs1.check-digit@15 gs1.link@33'],
])('%s gives %s', (text, expected) => {
  expect(
    parse(text)
      ?.errors.map((error) => `${error.rule}@${error.position}`)
      .join(' '),
  ).toBe(expected);
});

test('an unknown numeric attribute is kept', () => {
  expect(parse('https://a.b/01/09506000134352?89=x')?.elements[1]).toMatchObject({
    ai: '89',
    value: 'x',
    known: false,
  });
});
