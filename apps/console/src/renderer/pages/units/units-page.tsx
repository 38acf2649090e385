import type { UnitListRow } from '@serialbridge/protocol/central';
import { useT } from '@serialbridge/ui/i18n';
import type { ReactElement } from 'react';
import { useSearchParams } from 'wouter';
import type { ProductRow } from '@serialbridge/core/model';
import { useRead } from '../../api/use-read.ts';
import { ADDRESS } from '../../components/addresses.ts';
import { ExportMenu } from '../../components/export-menu.tsx';
import type { FilterField } from '../../components/filters.ts';
import { ListPage } from '../../components/list-page.tsx';
import { useStateOptions, useWarehouseOptions } from '../../components/use-options.ts';
import { unitTone, useUnitColumns } from './unit-columns.tsx';

type Shown = Pick<ProductRow, 'product_id' | 'sku' | 'name'>;

/** The choice of a product: those listed, and the chosen one even when it is not among them. */
function productFilter(label: string, listed: readonly Shown[], chosen: Shown | undefined): FilterField {
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

/** Every unit there ever was, found by the beginning of its serial or of a former one. */
export function UnitsPage(): ReactElement {
  const t = useT();
  const columns = useUnitColumns('serial', 'sku', 'product', 'state', 'warehouse', 'bin', 'po', 'order', 'updated');
  const warehouses = useWarehouseOptions();
  const states = useStateOptions();
  const product = useProductChoice();
  const fields: readonly FilterField[] = [
    { kind: 'text', name: 'text', label: t('console.unit.filter-text'), width: '15rem', code: true },
    product,
    { kind: 'choice', name: 'state', label: t('console.unit.state'), options: states, width: '9.5rem' },
    { kind: 'choice', name: 'warehouse_id', label: t('console.unit.warehouse'), options: warehouses, width: '11rem' },
    { kind: 'switch', name: 'in_stock', label: t('console.unit.in-stock-only') },
    { kind: 'switch', name: 'disputed', label: t('console.unit.disputed-only') },
  ];
  return (
    <ListPage<UnitListRow>
      name="unit"
      title={t('console.page.units')}
      fields={fields}
      columns={columns}
      rowKey={(row) => row.unit_id}
      href={(row) => ADDRESS.unit(row.unit_id)}
      tone={unitTone}
      read={(central, query) => central.call('units.list', { query })}
      renderActions={(query) => <ExportMenu call="exports.units" query={query} />}
      empty={t('console.unit.none')}
    />
  );
}

/** The chosen product may lie beyond the first ones listed; its own name is then read by itself. */
function useProductChoice(): FilterField {
  const t = useT();
  const [search] = useSearchParams();
  const product_id = search.get('product_id');
  const list = useRead(['products', 'options'], (central) => central.call('products.list', { query: { limit: 500 } }));
  const chosen = useRead(
    ['product', product_id],
    (central) => central.call('products.get', { params: { product_id: product_id ?? '' } }),
    { enabled: product_id !== null },
  );
  return productFilter(t('console.unit.product'), list.data?.rows ?? [], chosen.data?.product);
}
