import type { UnitListRow } from '@serialbridge/protocol/central';
import { CodeText, type Column } from '@serialbridge/ui/components';
import { useT, type Translate } from '@serialbridge/ui/i18n';
import { useMemo } from 'react';
import { ADDRESS } from '../../components/addresses.ts';
import { Stamp } from '../../components/stamp.tsx';
import { CodeLink, UnitFlags, UnitStateTag } from '../../components/tags.tsx';

const link = (id: string | null, number: string | null, to: (id: string) => string) =>
  id === null ? '–' : <CodeLink href={to(id)}>{number ?? id.slice(0, 8)}</CodeLink>;

function allColumns(t: Translate) {
  const title = (key: string): string => t(`console.unit.${key}`);
  return {
    serial: {
      key: 'serial',
      title: title('serial'),
      width: 'minmax(10.5rem, 1.3fr)',
      renderCell: (row) => (
        <>
          <CodeLink href={ADDRESS.unit(row.unit_id)}>{row.serial_raw}</CodeLink>
          {row.found_as === null || row.found_as === row.serial_raw ? null : (
            <>
              {' '}
              <small>{t('console.unit.found-as', { serial: row.found_as })}</small>
            </>
          )}
        </>
      ),
    },
    sku: {
      key: 'sku',
      title: title('sku'),
      width: 'minmax(8.75rem, 1fr)',
      renderCell: (row) => <CodeText value={row.sku} size="sm" />,
    },
    product: {
      key: 'product',
      title: title('product'),
      width: 'minmax(7rem, 1.5fr)',
      renderCell: (row) => row.product_name,
    },
    state: {
      key: 'state',
      title: title('state'),
      width: 'minmax(10rem, 1fr)',
      renderCell: (row) => (
        <>
          <UnitStateTag state={row.state} /> <UnitFlags unit={row} />
        </>
      ),
    },
    warehouse: {
      key: 'warehouse',
      title: title('warehouse'),
      width: '5.5rem',
      renderCell: (row) => row.warehouse_code ?? '–',
    },
    bin: { key: 'bin', title: title('bin'), width: '5rem', renderCell: (row) => row.bin_code ?? '–' },
    po: {
      key: 'po',
      title: title('po'),
      width: '6.2rem',
      renderCell: (row) => link(row.purchase_order_id, row.po_number, ADDRESS.purchase_order),
    },
    order: {
      key: 'order',
      title: title('order'),
      width: '5.5rem',
      renderCell: (row) => link(row.order_id, row.order_number, ADDRESS.order),
    },
    rma: {
      key: 'rma',
      title: title('rma'),
      width: '6.5rem',
      renderCell: (row) => link(row.rma_id, row.rma_number, ADDRESS.rma),
    },
    lot: { key: 'lot', title: title('lot'), width: '6rem', renderCell: (row) => row.lot ?? '–' },
    received: {
      key: 'received',
      title: title('received'),
      width: '10rem',
      renderCell: (row) => <Stamp at={row.received_at} />,
    },
    updated: {
      key: 'updated',
      title: title('updated'),
      width: '10rem',
      renderCell: (row) => <Stamp at={row.updated_at} />,
    },
  } satisfies Record<string, Column<UnitListRow>>;
}
type Key = keyof ReturnType<typeof allColumns>;

/** Columns of units, the same words and order everywhere they are listed. */
export function useUnitColumns(...keys: readonly Key[]): readonly Column<UnitListRow>[] {
  const t = useT();
  const names = keys.join(',');
  return useMemo(() => {
    const all = allColumns(t);
    return names.split(',').map((key) => all[key as Key]);
  }, [t, names]);
}

export const unitTone = (row: UnitListRow): 'bad' | 'caution' | undefined => {
  if (row.disputed) return 'bad';
  return row.provisional || row.forked ? 'caution' : undefined;
};
