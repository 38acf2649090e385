import type { OrderListRow } from '@serialbridge/protocol/station';
import { CodeText, Tag, type Column } from '@serialbridge/ui/components';
import type { Format, Translate } from '@serialbridge/ui/i18n';
import type { ReactElement } from 'react';
import { ShipBy } from '../step/ship-by.tsx';
import classes from './order-columns.module.css';

function Flags({ row, t }: { row: OrderListRow; t: Translate }): ReactElement {
  return (
    <span className={classes['flags']}>
      {row.disputed ? <Tag tone="bad">{t('shipbridge.flag.disputed')}</Tag> : null}
      {row.started_here && row.status === 'open' ? <Tag tone="accent">{t('shipbridge.flag.started')}</Tag> : null}
      {row.status === 'open' ? null : (
        <Tag tone={row.status === 'cancelled' ? 'bad' : 'done'}>{t(`shipbridge.status.${row.status}`)}</Tag>
      )}
      {row.status === 'open' && !row.confirmed ? <Tag tone="caution">{t('shipbridge.flag.not-confirmed')}</Tag> : null}
      {row.status === 'open' && !row.picked ? <Tag tone="caution">{t('shipbridge.flag.not-picked')}</Tag> : null}
      {row.status === 'open' && !row.paid ? <Tag tone="caution">{t('shipbridge.flag.not-paid')}</Tag> : null}
    </span>
  );
}

function Packed({ row, t, format }: { row: OrderListRow; t: Translate; format: Format }): ReactElement {
  const share = row.units === 0 ? 0 : Math.min(1, row.units_packed / row.units);
  return (
    <span className={classes['packed']}>
      {t('shipbridge.units-packed', { packed: format.count(row.units_packed), units: format.count(row.units) })}
      <span className={classes['track']} aria-hidden="true">
        <span className={classes['fill']} data-full={share === 1 || undefined} style={{ width: `${share * 100}%` }} />
      </span>
    </span>
  );
}

export function orderColumns(t: Translate, format: Format): readonly Column<OrderListRow>[] {
  const title = (key: string): string => t(`shipbridge.column.${key}`);
  return [
    {
      key: 'number',
      title: title('number'),
      width: '7.5rem',
      renderCell: (row) => <strong className={classes['number']}>{row.number}</strong>,
    },
    {
      key: 'ship-by',
      title: title('ship-by'),
      width: '8.5rem',
      renderCell: (row) => <ShipBy at={row.ship_by} due={row.status === 'open'} />,
    },
    {
      key: 'customer',
      title: title('customer'),
      width: 'minmax(8rem, 1.4fr)',
      renderCell: (row) => `${row.customer_name} · ${row.country}`,
    },
    {
      key: 'service',
      title: title('service'),
      width: 'minmax(6.5rem, 1fr)',
      renderCell: (row) => row.requested_service ?? '',
    },
    {
      key: 'packed',
      title: title('packed'),
      width: '7.5rem',
      renderCell: (row) => <Packed row={row} t={t} format={format} />,
    },
    {
      key: 'lines',
      title: title('lines'),
      width: '3.5rem',
      align: 'end',
      renderCell: (row) => format.count(row.lines),
    },
    {
      key: 'tote',
      title: title('tote'),
      width: '6rem',
      renderCell: (row) => (row.tote_code === null ? '' : <CodeText value={row.tote_code} size="sm" />),
    },
    { key: 'channel', title: title('channel'), width: '6.5rem', renderCell: (row) => row.channel ?? '' },
    { key: 'ordered', title: title('ordered'), width: '6.5rem', renderCell: (row) => format.date(row.ordered_at) },
    {
      key: 'flags',
      title: title('status'),
      width: 'minmax(11rem, 1fr)',
      renderCell: (row) => <Flags row={row} t={t} />,
    },
  ];
}
