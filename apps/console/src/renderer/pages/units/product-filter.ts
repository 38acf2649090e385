import type { ProductRow } from '@serialbridge/core/model';
import type { FilterField } from '../../components/filters.ts';

type Shown = Pick<ProductRow, 'product_id' | 'sku' | 'name'>;

/** The choice of a product: those listed, and the chosen one even when it is not among them. */
export function productFilter(label: string, listed: readonly Shown[], chosen: Shown | undefined): FilterField {
  const all =
    chosen === undefined || listed.some((row) => row.product_id === chosen.product_id) ? listed : [chosen, ...listed];
  return {
    kind: 'choice',
    name: 'product_id',
    label,
    width: '15rem',
    options: all.map((row) => ({ value: row.product_id, label: `${row.sku} · ${row.name}` })),
  };
}
