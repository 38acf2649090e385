import { z } from 'zod';

export const weightUnitSchema = z.enum(['g', 'kg', 'oz', 'lb']);
export type WeightUnit = z.infer<typeof weightUnitSchema>;

const origin = {
  device_id: z.string().min(1),
  /** Epoch milliseconds, station's clock: when the reading's first byte arrived. */
  at: z.number().int(),
};

/**
 * One answer of a scale: a stable weight, `mantissa × 10^exponent` of its unit, or a state without a weight.
 * A moving load is never a weight, and never zero. `silent` is a scale that did not answer in time.
 */
export const weightReadingSchema = z.discriminatedUnion('state', [
  z.object({
    ...origin,
    state: z.literal('stable'),
    mantissa: z.number().int(),
    exponent: z.number().int().min(-9).max(9),
    unit: weightUnitSchema,
    /** The frame as sent, for the record of the weighing. */
    raw: z.string(),
  }),
  z.object({
    ...origin,
    state: z.enum(['moving', 'under', 'over', 'needs-zero', 'fault', 'silent']),
    raw: z.string().optional(),
    /** What is wrong and what to do, where the device says more than its state. */
    detail: z.string().optional(),
  }),
]);
export type WeightReading = z.infer<typeof weightReadingSchema>;
export type WeightState = WeightReading['state'];

/** Grams as `factor × 10^power`: the international pound is exactly 453.59237 g, the ounce a sixteenth of it. */
const GRAMS: Readonly<Record<WeightUnit, { readonly factor: bigint; readonly power: number }>> = {
  g: { factor: 1n, power: 0 },
  kg: { factor: 1n, power: 3 },
  lb: { factor: 45_359_237n, power: -5 },
  oz: { factor: 28_349_523_125n, power: -9 },
};

/** A stable weight in grams, null for every state without one. Exact in decimal; only the last step makes it a double. */
export function gramsOf(reading: WeightReading): number | null {
  if (reading.state !== 'stable') return null;
  const { factor, power } = GRAMS[reading.unit];
  return Number(`${BigInt(reading.mantissa) * factor}e${reading.exponent + power}`);
}

/**
 * `-12.50` as mantissa -1250 and exponent -2; null when the text is no plain decimal number or has more than
 * fifteen digits. Trailing zeros are kept: they are the scale's resolution.
 */
export function decimalOf(text: string): { readonly mantissa: number; readonly exponent: number } | null {
  const parts = /^(?<sign>[+-]?)(?<whole>\d+)(?:\.(?<fraction>\d+))?$/u.exec(text)?.groups;
  if (parts === undefined) return null;
  const fraction = parts['fraction'] ?? '';
  const digits = `${parts['whole'] ?? ''}${fraction}`;
  if (digits.length > 15 || fraction.length > 9) return null;
  const magnitude = Number(digits);
  // minus zero would compare unequal to zero
  const mantissa = parts['sign'] === '-' && magnitude !== 0 ? -magnitude : magnitude;
  return { mantissa, exponent: fraction.length === 0 ? 0 : -fraction.length };
}
