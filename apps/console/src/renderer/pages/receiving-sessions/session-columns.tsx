import type { Column } from '@serialbridge/ui/components';
import type { ReceivingSessionListRow } from '@serialbridge/protocol/central';
import { useFormat, useT } from '@serialbridge/ui/i18n';
import { Link } from 'wouter';
import type { ReactElement } from 'react';
import { ADDRESS } from '../../components/addresses.ts';
import { Stamp } from '../../components/stamp.tsx';
import { DocumentText, StatusTag } from '../../components/tags.tsx';
import { PlainTable } from '../../components/plain-table.tsx';

export function SessionTable({ rows }: { rows: readonly ReceivingSessionListRow[] }): ReactElement {
  const t = useT();
  const columns = useSessionColumns(false);
  return (
    <PlainTable
      rows={rows}
      columns={columns}
      rowKey={(row) => row.receiving_session_id}
      rowTestId="session-row"
      empty={t('console.session.none')}
    />
  );
}

/** Columns of receiving sessions; on a document's own page its number is left out. */
export function useSessionColumns(withDocument: boolean): readonly Column<ReceivingSessionListRow>[] {
  const t = useT();
  const format = useFormat();
  const document: Column<ReceivingSessionListRow> = {
    key: 'document',
    title: t('console.case.document'),
    width: 'minmax(14rem, 1.6fr)',
    renderCell: (row) => <DocumentText link={{ kind: row.document_kind, id: row.document_id, number: row.number }} />,
  };
  return [
    {
      key: 'opened',
      title: t('console.session.opened'),
      width: '9.5rem',
      renderCell: (row) => (
        <Link href={ADDRESS.session(row.receiving_session_id)}>
          <Stamp at={row.opened_at} />
        </Link>
      ),
    },
    ...(withDocument ? [document] : []),
    {
      key: 'station',
      title: t('console.session.station'),
      width: 'minmax(8rem, 1fr)',
      renderCell: (row) => row.station.name ?? '–',
    },
    {
      key: 'operator',
      title: t('console.session.operator'),
      width: 'minmax(8rem, 1fr)',
      renderCell: (row) => row.operator?.name ?? '–',
    },
    {
      key: 'warehouse',
      title: t('console.unit.warehouse'),
      width: '6rem',
      renderCell: (row) => row.warehouse_code ?? '–',
    },
    {
      key: 'units',
      title: t('console.session.units'),
      width: '5rem',
      align: 'end',
      renderCell: (row) => format.count(row.units),
    },
    {
      key: 'serials',
      title: t('console.po.serials'),
      width: '5rem',
      align: 'end',
      renderCell: (row) => format.count(row.serials),
    },
    {
      key: 'saved',
      title: t('console.session.saved'),
      width: '10rem',
      renderCell: (row) => <Stamp at={row.saved_at} />,
    },
    {
      key: 'state',
      title: t('console.po.status'),
      width: '7rem',
      renderCell: (row) => <StatusTag status={row.state} />,
    },
  ];
}
