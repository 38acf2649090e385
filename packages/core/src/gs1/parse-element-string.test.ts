import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { AI_TABLE, PREDEFINED_LENGTH, aiLength } from './ai-table.ts';
import { aiFormat } from './ai-format.ts';
import { GS, parseElementString, showElements } from './parse-element-string.ts';

const context = { year: 2026 };
const parse = (text: string): ReturnType<typeof parseElementString> => parseElementString(text, context);
const rules = (text: string): string[] => parse(text).errors.map((error) => `${error.rule}@${error.position}`);

test('reads what a station asks for', () => {
  const message = parse(`01095060001343521726123110LOT-7${GS}21SN 1`.replace(' ', '_'));
  expect(message.errors).toEqual([]);
  expect(message).toMatchObject({ gtin: '09506000134352', expiry: '2026-12-31', lot: 'LOT-7', serial: 'SN_1' });
  expect(showElements(message.elements)).toBe('(01)09506000134352(17)261231(10)LOT-7(21)SN_1');
});

test('reads SSCC, content and count of a pallet', () => {
  const message = parse('00006141411234567890020950600013435237120');
  expect(message).toMatchObject({ sscc: '006141411234567890', content_gtin: '09506000134352', count: 120, errors: [] });
});

test('FNC1 in front and at the end are let pass', () => {
  expect(parse(`${GS}0109506000134352${GS}21A1${GS}`)).toMatchObject({
    gtin: '09506000134352',
    serial: 'A1',
    errors: [],
  });
});

test('an unknown AI is kept, and the rest of the code with it', () => {
  const message = parse(`010950600013435289XY${GS}21A1`);
  expect(message).toMatchObject({ gtin: '09506000134352', serial: 'A1', errors: [] });
  expect(message.elements[1]).toMatchObject({ ai: '89', value: 'XY', known: false });
});

test('an unassigned AI of predefined length does not swallow its neighbour', () => {
  expect(parse('1426010121A1').elements.map((element) => `${element.ai}=${element.value}`)).toEqual([
    '14=260101',
    '21=A1',
  ]);
});

test('decimals come from the fourth digit of the AI', () => {
  expect(parse('3103001250').elements[0]).toMatchObject({ ai: '3103', value: '001250', decimals: 3 });
});

test('gs1.check-digit: every wrong one is named with its place, and no answer is given', () => {
  const message = parse(`0109506000134353${GS}00006141411234567891`);
  expect(message.errors.map((error) => `${error.rule}@${error.position}`)).toEqual([
    'gs1.check-digit@2',
    'gs1.check-digit@19',
  ]);
  expect(message.gtin).toBeUndefined();
  expect(message.sscc).toBeUndefined();
});

test('all errors at once, in the order of the code', () => {
  expect(rules(`0109506000134353172613321${GS}21A€B`)).toEqual([
    'gs1.check-digit@2',
    'gs1.date@18',
    'gs1.not-an-ai@24',
    'gs1.character-set@29',
  ]);
});

test.each([
  ['', 'gs1.empty@0'],
  [GS, 'gs1.empty@0'],
  ['17261332', 'gs1.date@2'],
  ['17260230', 'gs1.date@2'],
  ['4326261200', 'gs1.date@4'],
  ['70032612312460', 'gs1.time@10'],
  ['0109506000134', 'gs1.length@2'],
  ['01095060001343A2', 'gs1.numeric@14'],
  ['21', 'gs1.length@2'],
  ['21ABCDEFGHIJKLMNOPQRSTU', 'gs1.length@22'],
  ['8010AB12', 'gs1.company-prefix@4'],
  ['80101234a', 'gs1.character-set@8'],
  ['8006095060001343520301', 'gs1.content@18'],
  ['801112345', ''],
  ['801102345', 'gs1.content@4'],
  ['80131987654Ad4X4bL5ttr2310c2K', ''],
  ['80131987654Ad4X4bL5ttr2310c2L', 'gs1.check-digit@4'],
  ['8007DE89370400440532013000', ''],
  ['8007DE89370400440532013001', 'gs1.check-digit@4'],
  ['AB12', 'gs1.not-an-ai@0'],
  [`10A${GS}10B`, 'gs1.conflict@4'],
  [`10A${GS}10A`, ''],
])('%j gives "%s"', (text, expected) => {
  expect(rules(text).join(' ')).toBe(expected);
});

test('gs1.length: two codes run together are not quietly one long serial', () => {
  const message = parse('21SERIAL-00010109506000134352');
  expect(message.serial).toBeUndefined();
  expect(message.errors[0]).toMatchObject({ rule: 'gs1.length', ai: '21' });
});

test('gs1.conflict: neither of two serials is believed', () => {
  expect(parse(`010950600013435221A${GS}21B`)).toMatchObject({ gtin: '09506000134352' });
  expect(parse(`21A${GS}21B`).serial).toBeUndefined();
});

test('the table holds together: no AI begins another, lengths and predefined prefixes agree', () => {
  const faulty = [...AI_TABLE.keys()].filter((ai) => {
    const format = aiFormat(ai);
    const total = PREDEFINED_LENGTH.get(ai.slice(0, 2));
    const fits = total === undefined || (format?.least === total - ai.length && format.most === total - ai.length);
    const begins = [2, 3].some((length) => length < ai.length && AI_TABLE.has(ai.slice(0, length)));
    return format === undefined || aiLength(ai.slice(0, 2)) !== ai.length || !fits || begins;
  });
  expect(faulty).toEqual([]);
  expect(AI_TABLE.size).toBeGreaterThan(500);
});

test('no text makes it throw, and what it keeps is what was there', () => {
  const characters = fc.constantFrom(...Array.from('0123456789'.repeat(3)), 'A', 'z', '%', ' ', GS, '\u0000', 'é');
  fc.assert(
    fc.property(fc.string({ unit: characters, maxLength: 80 }), (text) => {
      const message = parse(text);
      for (const element of message.elements) {
        expect(text.slice(element.position)).toContain(`${element.ai}${element.value}`);
      }
      expect(message.gtin ?? '00000000000000').toMatch(/^\d{14}$/u);
    }),
    { numRuns: 3000 },
  );
});

test('gs1.separator: a doubled one loses nothing and is said as a warning', () => {
  const read = parseElementString(`${GS}${GS}21A${GS}${GS}10B`, { year: 2026 });
  expect(read).toMatchObject({ serial: 'A', lot: 'B', errors: [] });
  expect(read.warnings?.map(({ rule, position }) => `${rule}@${position}`)).toContain('gs1.separator@6');
});
