import type { UnitState } from '@serialbridge/core/model';
import { UnitState as States } from '@serialbridge/core/model';
import type { LineUnit } from '@serialbridge/protocol/central';
import { CodeText, type Column } from '@serialbridge/ui/components';
import { useT } from '@serialbridge/ui/i18n';
import type { ReactElement } from 'react';
import { ADDRESS } from '../../components/addresses.ts';
import { RecordTable } from '../../components/record-table.tsx';
import { CodeLink, UnitFlags, UnitStateTag } from '../../components/tags.tsx';

interface LineUnitTableProps<Unit extends LineUnit> {
  readonly units: readonly Unit[];
  readonly lines: readonly { readonly line_id: string; readonly sku: string }[];
  /** Further columns: the box of an order's unit. */
  readonly columns?: readonly Column<Unit>[];
}

/** Serials of a document that came along with it. */
export function LineUnitTable<Unit extends LineUnit>({
  units,
  lines,
  columns = [],
}: LineUnitTableProps<Unit>): ReactElement {
  const t = useT();
  const skus = new Map(lines.map((line) => [line.line_id, line.sku]));
  const all: readonly Column<Unit>[] = [
    {
      key: 'serial',
      title: t('console.unit.serial'),
      width: 'minmax(11rem, 1.4fr)',
      renderCell: (unit) => <CodeLink href={ADDRESS.unit(unit.unit_id)}>{unit.serial_raw}</CodeLink>,
    },
    {
      key: 'sku',
      title: t('console.unit.sku'),
      renderCell: (unit) => <CodeText value={skus.get(unit.line_id) ?? '–'} size="sm" />,
    },
    {
      key: 'state',
      title: t('console.unit.state'),
      renderCell: (unit) => (
        <>
          <LineState state={unit.state} /> <UnitFlags unit={unit} />
        </>
      ),
    },
    ...columns,
  ];
  return (
    <RecordTable
      label={t('console.po.serials')}
      rows={units}
      columns={all}
      rowKey={(unit) => `${unit.unit_id}-${unit.line_id}`}
      href={(unit) => ADDRESS.unit(unit.unit_id)}
      rowTestId="unit-row"
      tone={(unit) => (unit.disputed ? 'bad' : undefined)}
      empty={t('console.unit.none-here')}
    />
  );
}

function LineState({ state }: { state: string }): ReactElement {
  const known = States.safeParse(state);
  return known.success ? <UnitStateTag state={known.data satisfies UnitState} /> : <>{state}</>;
}
