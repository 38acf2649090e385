import type { ReceivingLine } from '@serialbridge/protocol/station';
import { ProductPicture, Tag, type Column } from '@serialbridge/ui/components';
import type { Format, Translate } from '@serialbridge/ui/i18n';
import type { ReactElement } from 'react';
import classes from './document-screen.module.css';
import { isFull, serialCount, wantsSerials } from './next-step.ts';

function SerialState({ line, t }: { line: ReceivingLine; t: Translate }): ReactElement {
  if (!wantsSerials(line)) return <span className={classes['muted']}>{t('receivebridge.line.no-serials')}</span>;
  const { done, total } = serialCount(line);
  if (line.serials_missing > 0)
    return <Tag tone="caution">{t('receivebridge.line.serials-missing', { count: line.serials_missing })}</Tag>;
  return <span>{t('ui.count-of', { done, total })}</span>;
}

export function lineColumns(t: Translate, format: Format, onHand: string | null): readonly Column<ReceivingLine>[] {
  const title = (key: string): string => t(`receivebridge.line.${key}`);
  const columns: Column<ReceivingLine>[] = [
    {
      key: 'product',
      title: title('product'),
      width: 'minmax(12rem, 1fr)',
      renderCell: (line) => (
        <span className={classes['product']}>
          <ProductPicture name={line.product.name} picture={line.product.picture} size={2.25} />
          <span className={classes['names']}>
            <strong>{line.product.sku}</strong>
            <span>{line.product.name}</span>
          </span>
        </span>
      ),
    },
    {
      key: 'ordered',
      title: title('ordered'),
      width: '4.5rem',
      align: 'end',
      renderCell: (line) => format.count(line.quantity_ordered),
    },
    {
      key: 'received',
      title: title('received'),
      width: '5rem',
      align: 'end',
      renderCell: (line) => format.count(line.quantity_received),
    },
    {
      key: 'counted',
      title: title('counted'),
      width: '5rem',
      align: 'end',
      renderCell: (line) => <strong className={classes['counted']}>{format.count(line.quantity_counted)}</strong>,
    },
    { key: 'serials', title: title('serials'), width: '7rem', renderCell: (line) => <SerialState line={line} t={t} /> },
    {
      key: 'state',
      title: title('state'),
      width: '6rem',
      renderCell: (line) =>
        isFull(line) ? (
          <Tag tone="good">{title('full')}</Tag>
        ) : (
          <span className={classes['muted']}>{title('open')}</span>
        ),
    },
  ];
  if (onHand === null) return columns;
  return [
    ...columns.slice(0, -1),
    {
      key: 'on-hand',
      title: onHand,
      // "On hand, 59 min old" is the reason for the column to be looked at twice.
      width: '9.5rem',
      align: 'end',
      renderCell: (line) => (line.on_hand === null ? '–' : format.count(line.on_hand)),
    },
    ...columns.slice(-1),
  ];
}
