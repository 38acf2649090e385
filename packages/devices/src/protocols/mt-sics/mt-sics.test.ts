import { expect, test } from 'vitest';
import { bytesOf, type ScaleAnswer } from '../parts/protocol.ts';
import { mtSicsModel, parseMtSics } from './mt-sics.ts';

const parse = (text: string): ScaleAnswer | null => parseMtSics(bytesOf(text));

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

test.each(['S S    1:02.3 lb:oz', 'S D    1:02.3 lb:oz', 'S S   -0:15.9 lb:oz'])(
  '%s: pounds and ounces are named with what to set',
  (text) => {
    expect(parse(text)).toMatchObject({
      measured: {
        state: 'fault',
        detail: 'The scale shows pounds and ounces (lb:oz): set it to g, kg, oz or lb.',
      },
    });
  },
);

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
