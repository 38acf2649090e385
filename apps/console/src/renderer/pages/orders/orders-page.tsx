import type { Column } from '@serialbridge/ui/components';
import { ORDER_STATUSES } from '@serialbridge/core/model';
import type { OrderListRow } from '@serialbridge/protocol/central';
import { useFormat, useT } from '@serialbridge/ui/i18n';
import type { ReactElement } from 'react';
import { useMay } from '../../api/session.ts';
import { ADDRESS } from '../../components/addresses.ts';
import type { FilterField } from '../../components/filters.ts';
import { ListPage } from '../../components/list-page.tsx';
import { Progress } from '../../components/progress.tsx';
import { CodeLink, DoubleFlag, StatusTag } from '../../components/tags.tsx';
import { useWarehouseOptions, useWords } from '../../components/use-options.ts';

export function OrdersPage(): ReactElement {
  const t = useT();
  const format = useFormat();
  const seesAddresses = useMay('addresses.see');
  const warehouses = useWarehouseOptions();
  const statuses = useWords(ORDER_STATUSES, 'console.status');
  const fields: readonly FilterField[] = [
    { kind: 'text', name: 'text', label: t('console.order.text'), width: '15rem' },
    { kind: 'text', name: 'serial', label: t('console.unit.serial'), width: '12rem', code: true },
    { kind: 'text', name: 'sku', label: t('console.unit.sku'), width: '9rem', code: true },
    { kind: 'choice', name: 'status', label: t('console.po.status'), options: statuses, width: '9rem' },
    { kind: 'choice', name: 'warehouse_id', label: t('console.unit.warehouse'), options: warehouses, width: '10rem' },
    { kind: 'day', name: 'from', label: t('console.po.from'), calendar: true },
    { kind: 'day', name: 'to', label: t('console.po.to'), calendar: true },
  ];
  const columns: readonly Column<OrderListRow>[] = [
    {
      key: 'number',
      title: t('console.order.number'),
      width: '9rem',
      renderCell: (row) => (
        <>
          <CodeLink href={ADDRESS.order(row.order_id)}>{row.number}</CodeLink> <DoubleFlag row={row} />
        </>
      ),
    },
    {
      key: 'customer',
      title: t('console.order.customer'),
      width: 'minmax(9rem, 1.3fr)',
      renderCell: (row) => row.customer_name,
    },
    ...(seesAddresses
      ? [
          {
            key: 'city',
            title: t('console.order.to'),
            width: 'minmax(8rem, 1fr)',
            renderCell: (row: OrderListRow) => `${row.city ?? ''}, ${row.country ?? ''}`,
          },
        ]
      : []),
    { key: 'channel', title: t('console.order.channel'), width: '7rem', renderCell: (row) => row.channel ?? '–' },
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
      key: 'packed',
      title: t('console.order.packed'),
      width: '10rem',
      renderCell: (row) => <Progress done={row.units_packed} total={row.units} />,
    },
    {
      key: 'shipped',
      title: t('console.order.shipped'),
      width: '10rem',
      renderCell: (row) => <Progress done={row.units_shipped} total={row.units} />,
    },
    {
      key: 'status',
      title: t('console.po.status'),
      width: '6.5rem',
      renderCell: (row) => <StatusTag status={row.status} />,
    },
  ];
  return (
    <ListPage<OrderListRow>
      name="order"
      title={t('console.page.orders')}
      fields={fields}
      columns={columns}
      rowKey={(row) => row.order_id}
      href={(row) => ADDRESS.order(row.order_id)}
      tone={(row) => (row.status === 'cancelled' ? 'muted' : undefined)}
      read={(central, query) => central.call('orders.list', { query })}
      empty={t('console.order.none')}
    />
  );
}
