import type { ReceivingSessionListRow } from '@serialbridge/protocol/central';
import { useT } from '@serialbridge/ui/i18n';
import type { ReactElement } from 'react';
import { PlainTable } from '../../components/plain-table.tsx';
import { useSessionColumns } from './session-columns.tsx';

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
