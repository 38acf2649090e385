import { SERIAL_POLICIES } from '@serialbridge/core/model';
import type { ProductListRow } from '@serialbridge/protocol/central';
import { CodeText, ProductPicture, Tag, type Column } from '@serialbridge/ui/components';
import { useT } from '@serialbridge/ui/i18n';
import { useState, type ReactElement } from 'react';
import { ADDRESS } from '../../components/addresses.ts';
import { AllowedButton } from '../../components/allowed-button.tsx';
import type { FilterField } from '../../components/filters.ts';
import { ListPage } from '../../components/list-page.tsx';
import { CodeLink, DoubleFlag } from '../../components/tags.tsx';
import { useWords } from '../../components/use-options.ts';
import { ProductDialog } from './product-dialog.tsx';

export function ProductsPage(): ReactElement {
  const t = useT();
  const [creating, setCreating] = useState(false);
  const policies = useWords(SERIAL_POLICIES, 'console.serial-policy');
  const fields: readonly FilterField[] = [
    { kind: 'text', name: 'text', label: t('console.product.text'), width: '18rem' },
    {
      kind: 'choice',
      name: 'serial_policy',
      label: t('console.product.serial-policy'),
      options: policies,
      width: '12rem',
    },
    { kind: 'switch', name: 'active', label: t('console.product.active-only') },
  ];
  const columns: readonly Column<ProductListRow>[] = [
    {
      key: 'picture',
      title: '',
      width: '2.2rem',
      renderCell: (row) => <ProductPicture name={row.name} picture={row.picture} size={1.7} />,
    },
    {
      key: 'sku',
      title: t('console.unit.sku'),
      width: 'minmax(8rem, 1fr)',
      renderCell: (row) => (
        <>
          <CodeLink href={ADDRESS.product(row.product_id)}>{row.sku}</CodeLink> <DoubleFlag row={row} />
        </>
      ),
    },
    { key: 'name', title: t('console.unit.product'), width: 'minmax(12rem, 2fr)', renderCell: (row) => row.name },
    {
      key: 'manufacturer',
      title: t('console.product.manufacturer'),
      width: 'minmax(7rem, 1fr)',
      renderCell: (row) => row.manufacturer ?? '–',
    },
    {
      key: 'codes',
      title: t('console.product.codes'),
      width: 'minmax(9rem, 1.4fr)',
      renderCell: (row) => <CodeText value={row.codes.join('  ')} size="sm" />,
    },
    {
      key: 'policy',
      title: t('console.product.serial-policy'),
      width: '11rem',
      renderCell: (row) => (
        <Tag tone={row.serial_policy === 'required' ? 'accent' : 'neutral'}>
          {t(`console.serial-policy.${row.serial_policy}`)}
        </Tag>
      ),
    },
    {
      key: 'active',
      title: t('console.product.active'),
      width: '5rem',
      renderCell: (row) => t(row.active ? 'console.yes' : 'console.no'),
    },
  ];
  return (
    <>
      <ListPage<ProductListRow>
        name="product"
        title={t('console.page.products')}
        fields={fields}
        columns={columns}
        rowKey={(row) => row.product_id}
        href={(row) => ADDRESS.product(row.product_id)}
        tone={(row) => (row.active ? undefined : 'muted')}
        read={(central, query) => central.call('products.list', { query })}
        renderActions={() => (
          <AllowedButton who="records.change" variant="filled" onClick={() => setCreating(true)} testId="product-new">
            {t('console.product.new')}
          </AllowedButton>
        )}
        empty={t('console.product.none')}
      />
      {creating ? <ProductDialog onClose={() => setCreating(false)} /> : null}
    </>
  );
}
