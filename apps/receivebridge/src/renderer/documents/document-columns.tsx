import type { DocumentListRow } from '@serialbridge/protocol/station';
import { Tag, type Column } from '@serialbridge/ui/components';
import type { Format, Translate } from '@serialbridge/ui/i18n';
import type { ReactElement } from 'react';
import classes from './document-columns.module.css';

function Flags({ row, t }: { row: DocumentListRow; t: Translate }): ReactElement {
  return (
    <span className={classes['flags']}>
      {row.disputed ? <Tag tone="bad">{t('receivebridge.flag.disputed')}</Tag> : null}
      {row.draft_session_id === null ? null : <Tag tone="accent">{t('receivebridge.flag.draft')}</Tag>}
      {row.status === 'received' ? <Tag tone="done">{t('receivebridge.status.received')}</Tag> : null}
      {row.status === 'cancelled' ? <Tag tone="caution">{t('receivebridge.status.cancelled')}</Tag> : null}
    </span>
  );
}

export function documentColumns(t: Translate, format: Format): readonly Column<DocumentListRow>[] {
  const title = (key: string): string => t(`receivebridge.column.${key}`);
  return [
    {
      key: 'number',
      title: title('number'),
      width: '7.25rem',
      renderCell: (row) => <strong className={classes['number']}>{row.number}</strong>,
    },
    {
      key: 'kind',
      title: title('kind'),
      width: '7.75rem',
      renderCell: (row) => t(`receivebridge.kind.${row.document_kind}`),
    },
    { key: 'party', title: title('party'), width: 'minmax(9rem, 1.2fr)', renderCell: (row) => row.party },
    {
      key: 'description',
      title: title('description'),
      width: 'minmax(6rem, 1.4fr)',
      renderCell: (row) => row.description ?? '',
    },
    { key: 'created', title: title('created'), width: '9rem', renderCell: (row) => format.dateTime(row.created_at) },
    {
      key: 'products',
      title: title('products'),
      width: '4.5rem',
      align: 'end',
      renderCell: (row) => format.count(row.products),
    },
    {
      key: 'units',
      title: title('units'),
      width: '6rem',
      align: 'end',
      renderCell: (row) =>
        t('receivebridge.units-received', {
          received: format.count(row.units_received),
          units: format.count(row.units),
        }),
    },
    {
      key: 'total',
      title: title('total'),
      width: '6.75rem',
      align: 'end',
      renderCell: (row) =>
        row.total_cents === null || row.currency === null ? '' : format.money(row.total_cents, row.currency),
    },
    { key: 'ordered', title: title('ordered'), width: '5.75rem', renderCell: (row) => format.date(row.ordered_at) },
    { key: 'flags', title: title('status'), width: '8rem', renderCell: (row) => <Flags row={row} t={t} /> },
  ];
}
