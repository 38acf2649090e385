import { expect, test } from 'vitest';
import { ASSOCIATIONS } from './ai-associations.ts';
import { AI_TABLE } from './ai-table.ts';
import { gs1MessageSchema } from './gs1-message.ts';
import { GS, parseElementString } from './parse-element-string.ts';

const warned = (text: string): string =>
  (parseElementString(text, { year: 2026 }).warnings ?? [])
    .map(({ rule, position, ai }) => `${rule}@${position} ${ai ?? ''}`)
    .join(', ');

const fits = (pattern: string, ai: string): boolean => new RegExp(`^${pattern.replaceAll('n', '\\d')}$`, 'u').test(ai);

const linesOf = (ai: string): number =>
  ASSOCIATIONS.filter((row) => row.ais.split(' ').some((pattern) => fits(pattern, ai))).length;

const ITEM = '0109506000134352';
const SSCC = '00006141411234567890';

test.each([
  [`${ITEM}21A`, ''],
  ['21A', 'gs1.requires@0 21'],
  ['0209506000134352', 'gs1.requires@0 02'],
  // a pallet: content, count and SSCC hold each other up
  [`${SSCC}02095060001343523712`, ''],
  [`02095060001343523712`, 'gs1.requires@16 37'],
  [`${ITEM}3712`, 'gs1.excludes@0 01, gs1.requires@16 37'],
  // both of a pair are needed
  [`${ITEM}250B`, 'gs1.requires@16 250'],
  [`${ITEM}21A${GS}250B`, ''],
  // a measure with itself is no contradiction, in two precisions it is
  [`${ITEM}3102000100`, ''],
  [`${ITEM}31020001003103001000`, 'gs1.excludes@16 3102, gs1.excludes@26 3103'],
  // a price needs a variable measure, whichever it is
  [`${ITEM}3922999`, 'gs1.requires@16 3922'],
  [`${ITEM}31030010003922999`, ''],
])('gs1.requires, gs1.excludes: %j gives "%s"', (text, expected) => {
  expect(warned(text)).toBe(expected);
});

test('gs1.requires: a warning spoils nothing: the element is valid and the answer is given', () => {
  const message = parseElementString('0209506000134352', { year: 2026 });
  expect(message).toMatchObject({ errors: [], content_gtin: '09506000134352', elements: [{ valid: true }] });
});

test('warnings cross JSON, and a message from before there were any still holds', () => {
  const message = parseElementString('21A', { year: 2026 });
  expect(gs1MessageSchema.parse(JSON.parse(JSON.stringify(message)))).toEqual(message);
  const { warnings, ...before } = message;
  expect(warnings).toHaveLength(1);
  expect(gs1MessageSchema.parse(before)).toEqual(before);
});

test('each AI has one line of relationships at most, and each line names AIs that there are', () => {
  const ais = [...AI_TABLE.keys()];
  expect(ais.filter((ai) => linesOf(ai) > 1)).toEqual([]);
  const named = ASSOCIATIONS.flatMap((row) => [row.ais, row.requires, row.excludes].join(' ').split(/[ ,+]+/u));
  expect(named.filter((pattern) => pattern !== '' && !ais.some((ai) => fits(pattern, ai)))).toEqual([]);
});
