import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { mtSicsModel } from '../simulated/mt-sics-model.ts';
import frames from './mt-sics-frames.json' with { type: 'json' };
import { mtSics, parseMtSics } from './mt-sics.ts';
import { bytesOf, type ScaleAnswer, textOf } from './protocol.ts';

const protocol = mtSics();

/** Every answer that framer and protocol find in these pieces. */
function heard(pieces: readonly Uint8Array[]): ScaleAnswer[] {
  const framer = protocol.framer();
  return pieces
    .flatMap((piece, index) => framer.push(piece, index))
    .map((frame) => protocol.parse(frame.bytes))
    .filter((answer) => answer !== null);
}
const parse = (text: string): ScaleAnswer | null => parseMtSics(bytesOf(text));

test.each(frames)(
  '$answer_hex is $meaning: whole, cut at every byte, with noise in front',
  ({ answer_hex: hex, measured }) => {
    const bytes = Buffer.from(hex, 'hex');
    const expected = [{ kind: 'weight', measured }];
    for (const noise of ['', '\u0000', '\u00ff\u00fe', '\r\n', 'S S     1', '8.00 g\r\n', 'xyz ']) {
      const stream = Buffer.concat([bytesOf(noise), bytes]);
      for (let cut = 0; cut <= stream.length; cut += 1) {
        expect(heard([stream.subarray(0, cut), stream.subarray(cut)])).toMatchObject(expected);
      }
    }
  },
);

test.each(frames)('$answer_hex cut short is no weight', ({ answer_hex: hex }) => {
  const text = textOf(Buffer.from(hex, 'hex')).replace('\r\n', '');
  for (let length = 0; length < text.length; length += 1) {
    const answer = parse(text.slice(0, length));
    expect(answer?.kind === 'weight' && answer.measured.state === 'stable').toBe(false);
  }
});

test('a byte lost or doubled inside the frame never gives a weight that is wrong', () => {
  const text = 'S S     100.00 g';
  for (let index = 0; index < text.length; index += 1) {
    for (const damaged of [
      text.slice(0, index) + text.slice(index + 1),
      text.slice(0, index) + text.charAt(index) + text.slice(index),
    ]) {
      const answer = parse(damaged);
      const weight = answer?.kind === 'weight' && answer.measured.state === 'stable' ? answer.measured.mantissa : null;
      expect([null, 10_000]).toContain(weight);
    }
  }
});

test.each([
  ['S S      -0.50 g', { state: 'stable', mantissa: -50, exponent: -2, unit: 'g' }],
  ['S S       0.00 g', { state: 'stable', mantissa: 0, exponent: -2, unit: 'g' }],
  ['S S      1.234 kg', { state: 'stable', mantissa: 1234, exponent: -3, unit: 'kg' }],
  ['S S      2.505 lb', { state: 'stable', mantissa: 2505, exponent: -3, unit: 'lb' }],
  ['S S         12 PCS', { state: 'fault' }],
  ['S D       0.00 g', { state: 'moving' }],
  ['ET', { state: 'fault' }],
  ['EL', { state: 'fault' }],
])('%s', (text, measured) => {
  expect(parse(text)).toMatchObject({ kind: 'weight', measured });
});

test('a moving load carries no number', () => {
  const answer = parse('S D     100.12 g');
  expect(answer).toEqual({ kind: 'weight', measured: { state: 'moving', raw: 'S D     100.12 g' } });
});

test.each([
  ['Z A', { kind: 'zero', outcome: 'done' }],
  ['ZI S', { kind: 'zero', outcome: 'done' }],
  ['Z I', { kind: 'zero', outcome: 'refused' }],
  ['Z +', { kind: 'zero', outcome: 'out-of-range' }],
  ['I4 A "0123456789"', { kind: 'identity', text: '0123456789' }],
])('%s', (text, answer) => {
  expect(parse(text)).toEqual(answer);
});

test.each(['', 'S', 'S S', 'S S 1.0 g', 'S S     1 0.00 g', 'S S     --1.00 g', 'hello', 'TS', 'S X     100.00 g'])(
  '%j is no answer',
  (text) => {
    expect(parse(text)).toBeNull();
  },
);

test('a field of any width only where the profile says so', () => {
  expect(parseMtSics(bytesOf('S S 100.0 g'))).toBeNull();
  expect(parseMtSics(bytesOf('S S 100.0 g'), { value_width: null })).toMatchObject({
    measured: { state: 'stable', mantissa: 1000 },
  });
});

const allDigits = (part: string): boolean => part !== '' && Array.from(part).every((c) => c >= '0' && c <= '9');

/** The plain, slow reading of the documented format: column by column from the right end. */
function isStableWeight(text: string): boolean {
  let end = text.length;
  while (text.charAt(end - 1) === ' ') end -= 1;
  const column = text.slice(Math.max(0, end - 16), end);
  if (column.length < 16 || !column.startsWith('S S ') || !column.endsWith(' g')) return false;
  if ('SDIZg'.includes(text.charAt(end - 17) || ' ')) return false;
  const field = column.slice(4, 14).replace(/^ +/u, '');
  const digits = field.replace(/^[+-]/u, '');
  const [whole = '', fraction, ...more] = digits.split('.');
  return more.length === 0 && allDigits(whole) && (fraction === undefined || allDigits(fraction));
}

test('random and damaged frames never throw, and agree with a plain reading on what is a weight', () => {
  const letters = Array.from('SSSDIZ+-.0123 g');
  const soup = fc.string({ unit: fc.constantFrom(...letters, '\u0000', '\u00ff'), maxLength: 40 });
  const field = fc.oneof(
    fc.string({ unit: fc.constantFrom(...Array.from(' 0123.-')), minLength: 8, maxLength: 11 }),
    fc.integer({ min: -99_999, max: 999_999 }).map((value) => (value / 100).toFixed(2).padStart(10)),
  );
  const framed = fc
    .tuple(soup, fc.constantFrom('S S ', 'S D ', 'S S'), field, fc.constantFrom(' g', ' g ', 'g', ' S'))
    .map(([noise, head, value, tail]) => `${noise}${head}${value}${tail}`);
  let weights = 0;
  fc.assert(
    fc.property(fc.oneof(soup, framed), (text) => {
      const answer = parse(text);
      const found = answer?.kind === 'weight' && answer.measured.state === 'stable';
      weights += found ? 1 : 0;
      expect(found).toBe(isStableWeight(text));
    }),
    { numRuns: 100_000 },
  );
  // the two would also agree if nothing ever were a weight
  expect(weights).toBeGreaterThan(1000);
});

test('the simulated scale answers in frames that the protocol understands', () => {
  const model = mtSicsModel(100);
  const ask = (command: string): ScaleAnswer | null => parse(model.receive(`${command}\r\n`).replace('\r\n', ''));
  expect(model.receive('SI\r\n')).toBe('S S     100.00 g\r\n');
  expect(model.receive('S')).toBe('');
  expect(model.receive('I\r')).toBe('');
  expect(model.receive('\nSI\r\n')).toBe('S S     100.00 g\r\nS S     100.00 g\r\n');
  model.setWeight(1500, { unit: 'kg', settling: 1 });
  expect(ask('SI')).toMatchObject({ measured: { state: 'moving' } });
  expect(ask('SI')).toMatchObject({ measured: { state: 'stable', mantissa: 1500, exponent: -3, unit: 'kg' } });
  model.moving();
  expect(ask('Z')).toEqual({ kind: 'zero', outcome: 'refused' });
  model.over();
  expect(ask('SI')).toMatchObject({ measured: { state: 'over' } });
  expect(ask('X')).toMatchObject({ measured: { state: 'fault' } });
  model.stable();
  expect(ask('Z')).toEqual({ kind: 'zero', outcome: 'done' });
  expect(ask('SI')).toMatchObject({ measured: { state: 'stable', mantissa: 0 } });
});
