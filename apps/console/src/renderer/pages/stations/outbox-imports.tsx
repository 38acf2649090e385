import { Panel } from '@serialbridge/ui/components';
import { useFormat, useT } from '@serialbridge/ui/i18n';
import type { ReactElement } from 'react';
import { useMay } from '../../api/session.ts';
import { useRead } from '../../api/use-read.ts';
import { PlainTable } from '../../components/plain-table.tsx';
import { Stamp } from '../../components/stamp.tsx';

/** Which outboxes were brought as files, and by whom. Nothing while there are none. */
export function OutboxImports(): ReactElement | null {
  const t = useT();
  const format = useFormat();
  const may = useMay('outbox.export');
  const list = useRead(['outboxes'], (central) => central.call('outboxes.list'), { enabled: may });
  const rows = list.data?.rows ?? [];
  if (rows.length === 0) return null;
  return (
    <Panel title={t('console.outbox.imports')} flush>
      <PlainTable
        rows={rows}
        rowKey={(row) => row.outbox_import_id}
        rowTestId="outbox-row"
        empty=""
        columns={[
          {
            key: 'station',
            title: t('console.outbox.station'),
            renderCell: (row) => <strong>{row.station_name}</strong>,
          },
          { key: 'at', title: t('console.outbox.imported'), renderCell: (row) => <Stamp at={row.imported_at} /> },
          { key: 'by', title: t('console.outbox.by'), renderCell: (row) => row.imported_by },
          { key: 'exported', title: t('console.outbox.exported'), renderCell: (row) => <Stamp at={row.exported_at} /> },
          {
            key: 'new',
            title: t('console.outbox.new'),
            align: 'end',
            renderCell: (row) => format.count(row.events_new),
          },
          {
            key: 'known',
            title: t('console.outbox.known'),
            align: 'end',
            renderCell: (row) => format.count(row.events_known),
          },
          {
            key: 'held',
            title: t('console.outbox.held'),
            align: 'end',
            renderCell: (row) => format.count(row.events_held),
          },
          {
            key: 'cases',
            title: t('console.outbox.cases'),
            align: 'end',
            renderCell: (row) => format.count(row.cases),
          },
        ]}
      />
    </Panel>
  );
}
