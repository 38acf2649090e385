import type { Right } from './rights.ts';

/** Where a customer lives and how he is reached. His name is no secret: it stands on every document that people work with. */
export const ADDRESS_FIELDS = [
  'address_1',
  'address_2',
  'city',
  'region',
  'postal_code',
  'country',
  'phone',
  'email',
] as const;
/** What something cost or was sold for. Every amount of money ends like this. */
export const COST_FIELDS = ['unit_price_cents', 'total_cents', 'cost_cents', 'price_cents'] as const;

type Guard = Extract<Right, 'addresses.see' | 'costs.see'>;
const GUARDS: ReadonlyMap<string, Guard> = new Map([
  ...ADDRESS_FIELDS.map((field) => [field, 'addresses.see'] as const),
  ...COST_FIELDS.map((field) => [field, 'costs.see'] as const),
]);

/** The right that it takes to see a field of this name; null: whoever sees the record sees it. */
export function rightToSee(field: string): Guard | null {
  return GUARDS.get(field) ?? null;
}
