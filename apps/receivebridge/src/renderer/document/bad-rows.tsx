import type { MethodResult } from '@serialbridge/protocol/station';
import { CodeText, DataTable, type Column } from '@serialbridge/ui/components';
import { useT, type Translate } from '@serialbridge/ui/i18n';
import { useState, type ReactElement } from 'react';
import classes from './document-screen.module.css';

type BulkVerdict = MethodResult<'receiving.enter_serials'>['refused'][number];

function badColumns(t: Translate): readonly Column<BulkVerdict>[] {
  const reasons = (row: BulkVerdict, between: string): string =>
    [...row.findings, ...row.warnings].map((finding) => t(finding)).join(between);
  return [
    {
      key: 'position',
      title: t('receivebridge.bulk.position'),
      width: '4rem',
      align: 'end',
      renderCell: (row) => row.row,
    },
    {
      key: 'serial',
      title: t('receivebridge.bulk.serial'),
      width: 'minmax(8rem, 1fr)',
      renderCell: (row) => <CodeText value={row.serial_raw} size="sm" />,
    },
    {
      key: 'why',
      title: t('receivebridge.bulk.why'),
      width: 'minmax(16rem, 3fr)',
      renderCell: (row) => <span title={reasons(row, '\n')}>{reasons(row, ' ')}</span>,
    },
  ];
}

/** Every refused row of a bulk entry with every reason, then every one that passes with a warning, by its row in the list. */
export function BadRows({
  refused,
  warned,
}: {
  refused: readonly BulkVerdict[];
  warned: readonly BulkVerdict[];
}): ReactElement {
  const t = useT();
  const [chosen, setChosen] = useState<string | null>(null);
  return (
    <div className={classes['bad-rows']} data-testid="bad-rows">
      <DataTable
        label={t('receivebridge.bulk.bad-rows')}
        rows={[...refused, ...warned]}
        columns={badColumns(t)}
        rowKey={(row) => String(row.position)}
        selected={chosen}
        onSelect={setChosen}
        tone={(row) => (row.findings.length > 0 ? 'bad' : 'caution')}
        empty={null}
      />
    </div>
  );
}
