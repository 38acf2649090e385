import type { ProductDetail } from '@serialbridge/protocol/central';
import { CodeText, Panel, ProductPicture, Tag } from '@serialbridge/ui/components';
import { useFormat, useT } from '@serialbridge/ui/i18n';
import { useState, type ReactElement } from 'react';
import { Link } from 'wouter';
import { useRead } from '../../api/use-read.ts';
import { ADDRESS } from '../../components/addresses.ts';
import { AllowedButton } from '../../components/allowed-button.tsx';
import { ChangesLink } from '../../components/changes-link.tsx';
import { ExportMenu } from '../../components/export-menu.tsx';
import { Facts } from '../../components/facts.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Page } from '../../components/page.tsx';
import { PlainTable } from '../../components/plain-table.tsx';
import { UnitStateTag } from '../../components/tags.tsx';
import { ProductDialog } from './product-dialog.tsx';
import classes from '../../components/record-page.module.css';

export function ProductPage({ product_id }: { product_id: string }): ReactElement {
  const t = useT();
  const read = useRead(['product', product_id], (central) => central.call('products.get', { params: { product_id } }));
  return (
    <Loaded read={read} title={t('console.page.products')}>
      {(detail) => <ProductView detail={detail} />}
    </Loaded>
  );
}

function ProductView({ detail }: { detail: ProductDetail }): ReactElement {
  const t = useT();
  const format = useFormat();
  const [editing, setEditing] = useState(false);
  const { product, codes, stock, units } = detail;
  return (
    <Page
      title={product.sku}
      code
      scroll
      back={{ href: ADDRESS.products, label: t('console.page.products') }}
      tags={product.active ? null : <Tag>{t('console.product.inactive')}</Tag>}
      note={product.name}
      actions={
        <>
          <ChangesLink id={product.product_id} label={product.sku} />
          <ExportMenu call="exports.units" query={{ product_id: product.product_id }} />
          <AllowedButton who="records.change" variant="filled" onClick={() => setEditing(true)} testId="product-edit">
            {t('console.edit')}
          </AllowedButton>
        </>
      }
      testId="product-page"
    >
      <Panel>
        <div className={classes['product']}>
          <ProductPicture name={product.name} picture={product.picture} size={7} />
          <Facts
            items={[
              [t('console.product.manufacturer'), product.manufacturer],
              [t('console.product.weight'), product.weight_g === null ? null : format.weight(product.weight_g)],
              [t('console.product.size'), sizeOf(product)],
              [t('console.product.serial-policy'), t(`console.serial-policy.${product.serial_policy}`)],
              [t('console.product.serial-scope'), t(`console.serial-scope.${product.serial_scope}`)],
              [t('console.product.serial-length'), lengthOf(t('console.product.any-length'), product)],
              [
                t('console.product.serial-pattern'),
                product.serial_pattern === null ? null : (
                  <CodeText key="pattern" value={product.serial_pattern} size="sm" />
                ),
              ],
              [t('console.product.check-digit'), t(`console.check-digit.${product.serial_check_digit}`)],
              [
                t('console.product.case-fold'),
                t(product.serial_case_fold ? 'console.product.folded' : 'console.product.as-read'),
              ],
            ]}
          />
        </div>
      </Panel>
      <div className={classes['columns']}>
        <Panel title={t('console.product.units')} flush>
          <PlainTable
            rows={units}
            rowKey={(row) => row.state}
            empty={t('console.unit.none-here')}
            columns={[
              {
                key: 'state',
                title: t('console.unit.state'),
                renderCell: (row) => (
                  <Link href={`${ADDRESS.units}?product_id=${product.product_id}&state=${row.state}`}>
                    <UnitStateTag state={row.state} />
                  </Link>
                ),
              },
              {
                key: 'count',
                title: t('console.case.units'),
                align: 'end',
                renderCell: (row) => format.count(row.count),
              },
            ]}
          />
        </Panel>
        <Panel title={t('console.product.stock')} flush>
          <PlainTable
            rows={stock}
            rowKey={(row) => row.warehouse_id}
            empty={t('console.product.no-stock')}
            columns={[
              { key: 'warehouse', title: t('console.unit.warehouse'), renderCell: (row) => row.warehouse_code },
              {
                key: 'on-hand',
                title: t('console.product.on-hand'),
                align: 'end',
                renderCell: (row) => format.count(row.on_hand),
              },
            ]}
          />
        </Panel>
        <Panel title={t('console.product.codes')} flush>
          <PlainTable
            rows={codes}
            rowKey={(row) => row.product_code_id}
            empty={t('console.product.no-codes')}
            columns={[
              {
                key: 'kind',
                title: t('console.product.code-kind'),
                renderCell: (row) => t(`console.code-kind.${row.kind}`),
              },
              {
                key: 'code',
                title: t('console.product.code'),
                renderCell: (row) => <CodeText value={row.code} size="sm" />,
              },
            ]}
          />
        </Panel>
      </div>
      {editing ? <ProductDialog detail={detail} onClose={() => setEditing(false)} /> : null}
    </Page>
  );
}

function sizeOf({ length_mm, width_mm, height_mm }: ProductDetail['product']): string | null {
  return length_mm === null && width_mm === null && height_mm === null
    ? null
    : `${length_mm ?? '?'} × ${width_mm ?? '?'} × ${height_mm ?? '?'} mm`;
}

function lengthOf(any: string, { serial_min, serial_max }: ProductDetail['product']): string {
  if (serial_min === null && serial_max === null) return any;
  return serial_min === serial_max ? String(serial_min) : `${serial_min ?? '0'} – ${serial_max ?? '∞'}`;
}
