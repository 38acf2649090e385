import { expect, test } from 'vitest';
import type { Measured } from './protocols/parts/protocol.ts';
import { Settler } from './settle.ts';

const weight = (mantissa: number): Measured => ({ state: 'stable', mantissa, exponent: -2, unit: 'kg', raw: 'x' });

test('settle: a weight counts once it has stayed the same long enough', () => {
  const settler = new Settler(500);
  expect([0, 200, 400, 499].map((at) => settler.take(weight(200), at).state)).toEqual(Array(4).fill('moving'));
  expect(settler.take(weight(200), 500)).toEqual(weight(200));
});

test('settle: another weight, a state without one, and a new request begin anew', () => {
  const settler = new Settler(500);
  settler.take(weight(200), 0);
  expect(settler.take(weight(201), 600).state).toBe('moving');
  expect(settler.take({ state: 'over', raw: '' }, 700).state).toBe('over');
  expect(settler.take(weight(201), 1200).state).toBe('moving');
  settler.reset();
  expect(settler.take(weight(201), 1800).state).toBe('moving');
  expect(settler.take(weight(201), 2300).state).toBe('stable');
});
