import type { Column } from '@serialbridge/ui/components';
import type { RmaListRow } from '@serialbridge/protocol/central';
import { useFormat, useT } from '@serialbridge/ui/i18n';
import { useState, type ReactElement } from 'react';
import { ADDRESS } from '../../components/addresses.ts';
import { AllowedButton } from '../../components/allowed-button.tsx';
import type { FilterField } from '../../components/filters.ts';
import { ListPage } from '../../components/list-page.tsx';
import { Progress } from '../../components/progress.tsx';
import { CodeLink, DoubleFlag, StatusTag } from '../../components/tags.tsx';
import { useWords } from '../../components/use-options.ts';
import { RmaDialog } from './rma-dialog.tsx';

export function RmasPage(): ReactElement {
  const t = useT();
  const format = useFormat();
  const [creating, setCreating] = useState(false);
  const statuses = useWords(['open', 'received', 'cancelled'], 'console.status');
  const fields: readonly FilterField[] = [
    { kind: 'text', name: 'text', label: t('console.rma.text'), width: '16rem' },
    { kind: 'choice', name: 'status', label: t('console.po.status'), options: statuses, width: '9rem' },
  ];
  const columns: readonly Column<RmaListRow>[] = [
    {
      key: 'number',
      title: t('console.rma.number'),
      width: '9rem',
      renderCell: (row) => (
        <>
          <CodeLink href={ADDRESS.rma(row.rma_id)}>{row.number}</CodeLink> <DoubleFlag row={row} />
        </>
      ),
    },
    {
      key: 'order',
      title: t('console.order.number'),
      width: '9rem',
      renderCell: (row) => <CodeLink href={ADDRESS.order(row.order_id)}>{row.order_number ?? '?'}</CodeLink>,
    },
    { key: 'customer', title: t('console.order.customer'), renderCell: (row) => row.customer_name ?? '–' },
    {
      key: 'reason',
      title: t('console.rma.reason'),
      width: 'minmax(10rem, 1.5fr)',
      renderCell: (row) => row.reason ?? '–',
    },
    {
      key: 'created',
      title: t('console.rma.created'),
      width: '7rem',
      renderCell: (row) => format.date(row.created_at),
    },
    {
      key: 'units',
      title: t('console.rma.returned'),
      width: '10rem',
      renderCell: (row) => <Progress done={row.units_received} total={row.units} />,
    },
    {
      key: 'status',
      title: t('console.po.status'),
      width: '7rem',
      renderCell: (row) => <StatusTag status={row.status} />,
    },
  ];
  return (
    <>
      <ListPage<RmaListRow>
        name="rma"
        title={t('console.page.rmas')}
        fields={fields}
        columns={columns}
        rowKey={(row) => row.rma_id}
        href={(row) => ADDRESS.rma(row.rma_id)}
        read={(central, query) => central.call('rmas.list', { query })}
        renderActions={() => (
          <AllowedButton who="records.change" variant="filled" onClick={() => setCreating(true)} testId="rma-new">
            {t('console.rma.new')}
          </AllowedButton>
        )}
        empty={t('console.rma.none')}
      />
      {creating ? <RmaDialog onClose={() => setCreating(false)} /> : null}
    </>
  );
}
