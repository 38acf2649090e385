import type { Column } from '@serialbridge/ui/components';
import { PO_TYPES } from '@serialbridge/core/model';
import type { PurchaseOrderListRow } from '@serialbridge/protocol/central';
import { useFormat, useT } from '@serialbridge/ui/i18n';
import type { ReactElement } from 'react';
import { useMay } from '../../api/session.ts';
import { ADDRESS } from '../../components/addresses.ts';
import type { FilterField } from '../../components/filters.ts';
import { ListPage } from '../../components/list-page.tsx';
import { Progress } from '../../components/progress.tsx';
import { CodeLink, DoubleFlag, StatusTag } from '../../components/tags.tsx';
import { useVendorOptions, useWarehouseOptions, useWords } from '../../components/use-options.ts';

/** Purchase orders, and credit memos among them: a return to the vendor is worked like an order from him. */
export function PurchaseOrdersPage(): ReactElement {
  const t = useT();
  const format = useFormat();
  const seesCosts = useMay('costs.see');
  const vendors = useVendorOptions();
  const warehouses = useWarehouseOptions();
  const statuses = useWords(['open', 'received', 'cancelled'], 'console.status');
  const types = useWords(PO_TYPES, 'console.document');
  const fields: readonly FilterField[] = [
    { kind: 'text', name: 'text', label: t('console.po.text'), width: '12rem' },
    { kind: 'text', name: 'serial', label: t('console.unit.serial'), width: '11rem', code: true },
    { kind: 'text', name: 'sku', label: t('console.unit.sku'), width: '9rem', code: true },
    { kind: 'choice', name: 'vendor_id', label: t('console.po.vendor'), options: vendors, width: '11rem' },
    { kind: 'choice', name: 'status', label: t('console.po.status'), options: statuses, width: '8.5rem' },
    { kind: 'choice', name: 'po_type', label: t('console.po.type'), options: types, width: '9.5rem' },
    { kind: 'choice', name: 'warehouse_id', label: t('console.unit.warehouse'), options: warehouses, width: '9rem' },
    { kind: 'day', name: 'from', label: t('console.po.from'), calendar: true },
    { kind: 'day', name: 'to', label: t('console.po.to'), calendar: true },
  ];
  const columns: readonly Column<PurchaseOrderListRow>[] = [
    {
      key: 'number',
      title: t('console.po.number'),
      width: '9rem',
      renderCell: (row) => (
        <>
          <CodeLink href={ADDRESS.purchase_order(row.purchase_order_id)}>{row.number}</CodeLink>{' '}
          <DoubleFlag row={row} />
        </>
      ),
    },
    {
      key: 'type',
      title: t('console.po.type'),
      width: '8rem',
      renderCell: (row) => t(`console.document.${row.po_type}`),
    },
    {
      key: 'vendor',
      title: t('console.po.vendor'),
      width: 'minmax(9rem, 1.3fr)',
      renderCell: (row) => row.vendor_name,
    },
    {
      key: 'description',
      title: t('console.po.description'),
      width: 'minmax(7rem, 1fr)',
      renderCell: (row) => row.description ?? '',
    },
    {
      key: 'warehouse',
      title: t('console.unit.warehouse'),
      width: '5.5rem',
      renderCell: (row) => row.warehouse_code ?? '–',
    },
    {
      key: 'ordered',
      title: t('console.po.ordered'),
      width: '6.5rem',
      renderCell: (row) => format.date(row.ordered_at),
    },
    {
      key: 'received',
      title: t('console.po.units-received'),
      width: '10rem',
      renderCell: (row) => <Progress done={row.units_received} total={row.units} />,
    },
    ...(seesCosts
      ? [
          {
            key: 'total',
            title: t('console.po.total'),
            width: '7.5rem',
            align: 'end' as const,
            renderCell: (row: PurchaseOrderListRow) => format.money(row.total_cents ?? 0, row.currency),
          },
        ]
      : []),
    {
      key: 'status',
      title: t('console.po.status'),
      width: '6.5rem',
      renderCell: (row) => <StatusTag status={row.status} />,
    },
  ];
  return (
    <ListPage<PurchaseOrderListRow>
      name="purchase-order"
      title={t('console.page.purchase-orders')}
      fields={fields}
      columns={columns}
      rowKey={(row) => row.purchase_order_id}
      href={(row) => ADDRESS.purchase_order(row.purchase_order_id)}
      tone={(row) => (row.status === 'cancelled' ? 'muted' : undefined)}
      read={(central, query) => central.call('purchase_orders.list', { query })}
      empty={t('console.po.none')}
    />
  );
}
