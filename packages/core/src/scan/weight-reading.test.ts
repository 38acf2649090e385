import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decimalOf, gramsOf, weightReadingSchema, type WeightUnit } from './weight-reading.ts';

const stable = (mantissa: number, exponent: number, unit: WeightUnit): ReturnType<typeof gramsOf> =>
  gramsOf({ device_id: 'd', at: 0, state: 'stable', mantissa, exponent, unit, raw: '' });

test.each([
  [10_000, -2, 'g', 100],
  [1234, -3, 'kg', 1234],
  [1, 0, 'lb', 453.59237],
  [1250, -2, 'lb', 5669.904625],
  [1, 0, 'oz', 28.349523125],
  [16, 0, 'oz', 453.59237],
  [1, -1, 'kg', 100],
  [7, -1, 'g', 0.7],
  [-50, -2, 'g', -0.5],
  [0, -2, 'g', 0],
] as const)('%d × 10^%d %s is %d g', (mantissa, exponent, unit, grams) => {
  expect(stable(mantissa, exponent, unit)).toBe(grams);
});

test('a state without a weight has no grams', () => {
  for (const state of ['moving', 'under', 'over', 'needs-zero', 'fault', 'silent'] as const) {
    expect(gramsOf({ device_id: 'd', at: 0, state })).toBeNull();
  }
});

test('a weight cannot ride on a moving reading', () => {
  const parsed = weightReadingSchema.parse({
    device_id: 'd',
    at: 0,
    state: 'moving',
    mantissa: 5,
    exponent: 0,
    unit: 'g',
  });
  expect(parsed).toEqual({ device_id: 'd', at: 0, state: 'moving' });
});

test('decimalOf and the number agree, and the resolution stays', () => {
  fc.assert(
    fc.property(fc.integer({ min: -999_999, max: 999_999 }), fc.integer({ min: 0, max: 5 }), (mantissa, places) => {
      const read = decimalOf((mantissa / 10 ** places).toFixed(places));
      expect(read).toEqual({ mantissa, exponent: places === 0 ? 0 : -places });
    }),
  );
  expect(decimalOf('0012.50')).toEqual({ mantissa: 1250, exponent: -2 });
  expect(decimalOf('-0.00')).toEqual({ mantissa: 0, exponent: -2 });
});

test.each(['', '.5', '5.', '1e3', '1 2', '--1', '1234567890123456', 'NaN'])('decimalOf refuses "%s"', (text) => {
  expect(decimalOf(text)).toBeNull();
});
