import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { aiFormat, type Component } from './ai-format.ts';
import { AI_TABLE } from './ai-table.ts';
import { checkDigit, checkPair } from './check-digit.ts';
import { formatElementString, GS, parseElementString } from './parse-element-string.ts';

const CHARACTERS = {
  n: '0123456789',
  x: `!"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz`,
  y: '#-/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  z: '-_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz=',
} as const;

const two = (value: number): string => String(value).padStart(2, '0');
const upTo = (most: number): fc.Arbitrary<string> => fc.integer({ min: 0, max: most }).map(two);

const time = fc.tuple(upTo(23), upTo(59)).map(([hour, minute]) => `${hour}${minute}`);
// day 28 exists in every month: the calendar's edges have tests of their own
const day = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
  .map(([m, d]) => `${two(m)}${two(d)}`);
const date = fc.tuple(upTo(99), day).map(([year, rest]) => `${year}${rest}`);

const BY_CHECK: Readonly<Record<string, fc.Arbitrary<string>>> = {
  date,
  date0: fc.oneof(
    date,
    date.map((text) => `${text.slice(0, 4)}00`),
  ),
  'long-date': fc.tuple(fc.integer({ min: 1900, max: 2099 }), day).map(([year, rest]) => `${year}${rest}`),
  time,
  'time-or-none': fc.oneof(time, fc.constant('9999')),
  hour: upTo(23),
  sixty: upTo(59),
  flag: fc.constantFrom('0', '1'),
  minus: fc.constant('-'),
  zero: fc.constant('0'),
  winding: fc.constantFrom('0', '1', '9'),
  piece: fc
    .tuple(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 99 }))
    .map(([a, b]) => `${two(Math.min(a, b))}${two(Math.max(a, b))}`),
  country: fc.constantFrom('DE', 'US', 'FR'),
  sex: fc.constantFrom('0', '1', '2', '9'),
  sequence: fc.constantFrom('1/1', '1/2', '2/2'),
  iban: fc.constantFrom('DE89370400440532013000', 'GB82WEST12345698765432'),
  latitude: fc.constantFrom('0000000000', '1800000000'),
  longitude: fc.constantFrom('0000000000', '3600000000'),
};

const plain = (component: Component, least: number, most: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...Array.from(CHARACTERS[component.set])), minLength: least, maxLength: most });

function validPart(component: Component): fc.Arbitrary<string> {
  const { checks, least, most } = component;
  const special = BY_CHECK[checks[0] ?? ''];
  if (special !== undefined) return special;
  if (checks.includes('check'))
    return plain(component, least - 1, most - 1).map((text) => `${text}${checkDigit(text)}`);
  if (checks.includes('check-pair')) {
    return plain(component, 1, most - 6).map((text) => `9506${text}${checkPair(`9506${text}`) ?? ''}`);
  }
  if (checks.includes('prefix')) return plain(component, 0, most - 4).map((text) => `9506${text}`);
  if (checks.includes('nonzero') || checks.includes('no-zero')) {
    return plain(component, least - 1, most - 1).map((text) => `7${text}`);
  }
  if (checks.includes('percent')) return plain(component, least, most).map((text) => text.replaceAll('%', '-'));
  return plain(component, least, most);
}

/** A random element that the specification allows for this AI; optional parts come or stay away, none in between. */
function validElement(ai: string): fc.Arbitrary<{ ai: string; value: string }> {
  const components = aiFormat(ai)?.components ?? [];
  const least = components.filter((component) => !component.optional).length;
  return fc
    .integer({ min: least, max: components.length })
    .chain((count) => fc.tuple(...components.slice(0, count).map(validPart)))
    .map((parts) => ({ ai, value: parts.join('') }));
}

test('every valid element string comes back as it was written, whatever its order', () => {
  const elements = fc.uniqueArray(fc.constantFrom(...AI_TABLE.keys()).chain(validElement), {
    minLength: 1,
    maxLength: 8,
    selector: (element) => element.ai,
  });
  fc.assert(
    fc.property(elements, fc.boolean(), (written, front) => {
      const message = parseElementString(`${front ? GS : ''}${formatElementString(written)}`, { year: 2026 });
      expect(message.errors).toEqual([]);
      expect(message.elements.map(({ ai, value }) => ({ ai, value }))).toEqual(written);
    }),
    { numRuns: 2000 },
  );
});
