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

test('the words of early links are read, in any case', () => {
  expect(parse('https://a.b/gtin/9506000134352/lot/L1/ser/S1?17=261231')).toMatchObject({
    gtin: '09506000134352',
    lot: 'L1',
    serial: 'S1',
    errors: [],
  });
  expect(parse('https://a.b/GTIN/09506000134352/Ser/S1')).toMatchObject({ serial: 'S1', errors: [] });
  expect(parse('https://a.b/gln/9506000134352/glnx/7')?.elements.map(({ ai }) => ai)).toEqual(['414', '254']);
});

test.each([
  ['96385074', '00000096385074'],
  ['614141123452', '00614141123452'],
  ['9506000134352', '09506000134352'],
])('a GTIN of its printed length, %s, is %s', (printed, gtin) => {
  expect(parse(`https://a.b/01/${printed}`)).toMatchObject({ gtin, errors: [] });
});

test.each([
  ['https://a.b/01/09506000134352/22/V/10/L/21/S', ''],
  ['https://a.b/01/09506000134352/235/T', ''],
  ['https://a.b/01/09506000134352/22/V/235/T', 'gs1.link@12'],
  ['https://a.b/8010/9506000134352/8011/7', ''],
  ['https://a.b/8004/9506A1/7040/1ABC', ''],
  ['https://a.b/417/9506000134352/254/7', 'gs1.link@12'],
])('keys and their qualifiers: %s gives "%s"', (link, expected) => {
  expect(
    parse(link)
      ?.errors.map((error) => `${error.rule}@${error.position}`)
      .join(' '),
  ).toBe(expected);
});

test('percent-encoding: upper- and lowercase hex, and the place of a fault behind it', () => {
  expect(parse('https://a.b/01/09506000134352/21/A%2fB%2FC')).toMatchObject({ serial: 'A/B/C' });
  expect(parse('https://a.b/01/09506000134352/21/A%2F%2F B')?.errors).toMatchObject([
    { rule: 'gs1.character-set', position: 40 },
  ]);
  expect(parse('https://a.b/01/09506000134352/21/%E2%82%AC%2F%C3%A9')?.errors).toMatchObject([
    { rule: 'gs1.character-set', position: 33 },
  ]);
  expect(parse('https://a.b/01/9506000134A52')?.errors).toMatchObject([
    { rule: 'gs1.length', position: 15 },
    { rule: 'gs1.numeric', position: 25 },
  ]);
});

test('gs1.link: a compressed link says so, where it can be told from an ordinary address', () => {
  expect(parse('https://id.gs1.org/AQnYUc1gmiERBhYTu')).toMatchObject({
    errors: [{ rule: 'gs1.link', position: 19 }],
    elements: [],
  });
  expect(parse('https://a.b/01/09506000134352/HxSk2kJ9bQ')?.errors).toMatchObject([{ rule: 'gs1.link', position: 30 }]);
  expect(parse('https://brand.example/AQnYUc1gmiERBhYTu')).toBeNull();
  expect(parse('https://id.gs1.org/about')).toBeNull();
});

test.each([
  'https://a.b/00/2026/post',
  'https://a.b/2026/11/25/01',
  'https://a.b/?01=09506000134352',
  'https://a.b/10/L/21/S',
])('%s has no primary key, so it is an ordinary address', (link) => {
  expect(parse(link)).toBeNull();
});

test('gs1.link: an AI that is no attribute is read, with a warning', () => {
  const message = parse('https://a.b/01/09506000134352?21=A&linkType=all&89=x');
  expect(message).toMatchObject({ serial: 'A', errors: [], warnings: [{ rule: 'gs1.link', position: 30, ai: '21' }] });
});
