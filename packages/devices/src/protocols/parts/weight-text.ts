import { decimalOf, weightUnitSchema } from '@serialbridge/core/scan';
import type { Measured, ScaleAnswer } from './protocol.ts';

export const measuredAnswer = (measured: Measured): ScaleAnswer => ({ kind: 'weight', measured });

export const faultAnswer = (raw: string, detail: string): ScaleAnswer =>
  measuredAnswer({ state: 'fault', raw, detail });

const NAMED: Readonly<Record<string, string>> = {
  'lb:oz': 'pounds and ounces (lb:oz)',
  'lb-oz': 'pounds and ounces (lb-oz)',
  lboz: 'pounds and ounces',
};

/** A unit that we do not read, said so that somebody at the scale knows what to set. Pounds and ounces are two numbers and no weight of one. */
export function otherUnit(unit: string): string {
  const shown = unit.trim();
  const named = NAMED[shown.toLowerCase()] ?? (shown === '' ? 'another unit' : shown);
  return `The scale shows ${named}: set it to g, kg, oz or lb.`;
}

/**
 * A value and its unit as text, as a weight; a unit that is none of ours (ct, t, PCS) as a fault that says so; null when
 * the value is no plain decimal number.
 */
export function weightOfText(value: string, unit: string, raw: string): Measured | null {
  const decimal = decimalOf(value);
  if (decimal === null) return null;
  const known = weightUnitSchema.safeParse(unit.trim().toLowerCase());
  if (known.success) return { state: 'stable', ...decimal, unit: known.data, raw };
  return { state: 'fault', raw, detail: otherUnit(unit) };
}

/** Right-aligned in its columns: blanks, then the number without any. */
export function rightAligned(field: string): string | null {
  const value = field.trimStart();
  return /^[+-]? *\d[\d.]*$/u.test(value) ? value.replaceAll(' ', '') : null;
}
