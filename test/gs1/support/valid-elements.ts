import * as fc from 'fast-check';
import { AI_TABLE, aiFormat, type Component } from '@serialbridge/core/gs1';

/**
 * The two GS1 check schemes once more, written from the tables of the General Specifications and not from the parser,
 * so that a mistake there does not agree with itself.
 */

/** 7.9.1: positions from the right get weight 3, 1, 3, 1 …; the digit fills up to the next ten. */
function gs1CheckDigit(digits: string): string {
  const weighed = Array.from(digits)
    .toReversed()
    .map((digit, index) => (index % 2 === 0 ? 3 : 1) * Number(digit));
  const sum = weighed.reduce((total, value) => total + value, 0);
  return String(Math.ceil(sum / 10) * 10 - sum);
}

const isPrime = (value: number): boolean => {
  for (let divisor = 2; divisor * divisor <= value; divisor += 1) if (value % divisor === 0) return false;
  return value > 1;
};
const PRIMES = Array.from({ length: 100 }, (_, value) => value).filter(isPrime);
/** Set 82 in the order of its code points, which is the order of its values. */
const SET_82 = Array.from({ length: 127 }, (_, code) => String.fromCharCode(code)).filter((character) =>
  /[!"%-?A-Z_a-z]/u.test(character),
);
const SET_32 = Array.from('23456789ABCDEFGHIJKLMNOPQRSTUVWXYZ').filter((character) => !'IO'.includes(character));

/** 7.9.5: character values times the primes from the right, modulo 1021, as two characters of five bits. */
function gs1CheckPair(text: string): string {
  const sum = Array.from(text)
    .toReversed()
    .reduce((total, character, index) => total + SET_82.indexOf(character) * (PRIMES[index] ?? 0), 0);
  const value = sum % 1021;
  return `${SET_32[Math.floor(value / 32)] ?? ''}${SET_32[value % 32] ?? ''}`;
}

export interface WrittenElement {
  readonly ai: string;
  readonly value: string;
}

const CHARACTERS = {
  n: '0123456789',
  x: `!"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz`,
  y: '#-/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  z: '-_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz=',
} as const;

const two = (value: number): string => String(value).padStart(2, '0');
const upTo = (most: number): fc.Arbitrary<string> => fc.integer({ min: 0, max: most }).map(two);
const digits = (count: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...Array.from(CHARACTERS.n)), minLength: count, maxLength: count });
const joined = (...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
  fc.tuple(...parts).map((found) => found.join(''));
/** A field whose length is told by the digit in front of it, less `more`. */
const sized = (least: number, most: number, more: number): fc.Arbitrary<string> =>
  fc.integer({ min: least, max: most }).chain((size) => digits(size + more).map((text) => `${size}${text}`));

const time = joined(upTo(23), upTo(59));
// day 28 exists in every month: the calendar's edges have tests of their own
const day = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
  .map(([m, d]) => `${two(m)}${two(d)}`);
const date = joined(upTo(99), day);
const country = fc.constantFrom('004', '036', '276', '528', '840', '894');

const BY_CHECK: Readonly<Record<string, fc.Arbitrary<string>>> = {
  date,
  date0: fc.oneof(
    date,
    date.map((text) => `${text.slice(0, 4)}00`),
  ),
  'long-date': joined(fc.integer({ min: 1900, max: 2099 }).map(String), day),
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
  'country-number': country,
  'country-number-or-999': fc.oneof(country, fc.constant('999')),
  currency: fc.constantFrom('978', '840', '392', '012'),
  'package-type': fc.constantFrom('201', 'PX', '8', 'PLP'),
  'media-type': fc.constantFrom('01', '10', '80', '99'),
  'importer-index': fc.constantFrom('-', '_', '0', 'A', 'z'),
  sex: fc.constantFrom('0', '1', '2', '9'),
  sequence: fc.constantFrom('1/1', '1/2', '2/2'),
  iban: fc.constantFrom('DE89370400440532013000', 'GB82WEST12345698765432', 'NO9386011117947'),
  latitude: fc.constantFrom('0000000000', '1800000000'),
  longitude: fc.constantFrom('0000000000', '3600000000'),
  coupon: joined(
    sized(0, 6, 6),
    digits(6),
    sized(1, 5, 0),
    sized(1, 5, 0),
    fc.constantFrom('0', '4', '9'),
    digits(3),
    fc.oneof(
      fc.constant(''),
      date.map((text) => `3${text}`),
    ),
    fc.oneof(fc.constant(''), fc.constantFrom('90001', '96211')),
  ),
  'positive-offer': joined(fc.constantFrom('0', '1'), sized(0, 6, 6), digits(6), sized(0, 9, 6)),
};

const plain = (component: Component, least: number, most: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...Array.from(CHARACTERS[component.set])), minLength: least, maxLength: most });

function validPart(component: Component): fc.Arbitrary<string> {
  const { checks, least, most } = component;
  const special = BY_CHECK[checks[0] ?? ''];
  if (special !== undefined) return special;
  if (checks.includes('check')) {
    return plain(component, least - 1, most - 1).map((text) => `${text}${gs1CheckDigit(text)}`);
  }
  if (checks.includes('check-pair')) {
    return plain(component, 0, most - 7).map((text) => `9506a${text}${gs1CheckPair(`9506a${text}`)}`);
  }
  if (checks.includes('prefix')) return plain(component, 0, most - 4).map((text) => `9506${text}`);
  if (checks.includes('nonzero') || checks.includes('no-zero')) {
    return plain(component, least - 1, most - 1).map((text) => `7${text}`);
  }
  if (checks.includes('percent')) {
    return plain(component, least, most).map((text) => text.replaceAll('%', '-').replace(/^.{3}/u, '%2F'));
  }
  if (checks.length > 0) throw new Error(`the generator does not know the check ${checks.join(', ')}`);
  return plain(component, least, most);
}

/** A random element that the specification allows for this AI; optional parts come or stay away, none in between. */
function validElement(ai: string): fc.Arbitrary<WrittenElement> {
  const components = aiFormat(ai)?.components ?? [];
  const least = components.filter((component) => !component.optional).length;
  return fc
    .integer({ min: least, max: components.length })
    .chain((count) => fc.tuple(...components.slice(0, count).map(validPart)))
    .map((parts) => ({ ai, value: parts.join('') }));
}

/** One to `most` elements of different AIs, in any order, each as the specification allows it. */
export const validElements = (most: number): fc.Arbitrary<WrittenElement[]> =>
  fc.uniqueArray(fc.constantFrom(...AI_TABLE.keys()).chain(validElement), {
    minLength: 1,
    maxLength: most,
    selector: (element) => element.ai,
  });
