import type { RuleFailure } from '../serial/verdict.ts';

const SAYS = ['scan.label-product', 'scan.label-serial', 'scan.label-lot', 'scan.label-expiry', 'scan.label-amount'];

/** Shown beside a verdict, and no warning. */
export const isLabelSaying = (code: string): boolean => SAYS.includes(code);

/** What a label gave besides the serial that was taken, for the person to see. */
export function labelSays(read: {
  readonly code?: string | null | undefined;
  readonly serial?: string | null | undefined;
  readonly lot?: string | null | undefined;
  readonly expiry?: string | null | undefined;
  readonly quantity?: number | null | undefined;
}): readonly RuleFailure[] {
  const { code, serial, lot, expiry, quantity } = read;
  return [
    ...(code == null ? [] : [{ code: 'scan.label-product', params: { code } }]),
    ...(serial == null ? [] : [{ code: 'scan.label-serial', params: { serial } }]),
    ...(lot == null ? [] : [{ code: 'scan.label-lot', params: { lot } }]),
    ...(expiry == null ? [] : [{ code: 'scan.label-expiry', params: { expiry } }]),
    ...(quantity == null ? [] : [{ code: 'scan.label-amount', params: { quantity } }]),
  ];
}
