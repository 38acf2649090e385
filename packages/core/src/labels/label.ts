import { z } from 'zod';

/** One field as the label has it: its identifier or name, and what stands behind it. */
const labelFieldSchema = z.object({ name: z.string(), value: z.string() });
export type LabelField = z.infer<typeof labelFieldSchema>;

/**
 * A label that names its fields. `iso-15434` is a supplier's label (`[)>`, data identifiers), `named` a text like `P/N: A1; S/N: 123`.
 * Every field is kept as it stands; what a station asks for has a place of its own.
 */
export const labelSchema = z.object({
  source: z.enum(['iso-15434', 'named']),
  fields: z.array(labelFieldSchema),
  /** What may name the product, the likeliest first: numbers of ours, of the maker, of the seller. */
  products: z.array(z.string()),
  /** EAN, UPC, GTIN: a product that is none of ours is then another product. */
  gtins: z.array(z.string()),
  /** Each once. */
  serials: z.array(z.string()),
  lot: z.string().nullable(),
  /** `YYYY-MM-DD`. */
  expiry: z.string().nullable(),
  quantity: z.number().int().nullable(),
});
export type Label = z.infer<typeof labelSchema>;

type LabelAnswer = 'product' | 'gtin' | 'serial' | 'lot' | 'expiry' | 'quantity';
export type PlaceOf = (name: string) => LabelAnswer | null;

const WHOLE = /^\d{1,9}(?:[.,]0+)?$/u;
const DAY = /^(\d{4})-?(\d{2})-?(\d{2})$/u;

const one = (values: readonly string[]): string | null => (values.length === 1 ? (values[0] ?? null) : null);

/** Puts the fields in their places. */
export function labelOf(source: Label['source'], fields: readonly LabelField[], placeOf: PlaceOf): Label {
  const at = (place: LabelAnswer): string[] => [
    ...new Set(fields.filter(({ name, value }) => value !== '' && placeOf(name) === place).map(({ value }) => value)),
  ];
  const day = DAY.exec(one(at('expiry')) ?? '');
  const quantity = one(at('quantity'));
  return {
    source,
    fields: [...fields],
    products: at('product'),
    gtins: at('gtin'),
    serials: at('serial'),
    lot: one(at('lot')),
    expiry: day === null ? null : `${day[1]}-${day[2]}-${day[3]}`,
    quantity: quantity !== null && WHOLE.test(quantity) ? Number(quantity.replace(',', '.')) : null,
  };
}
