import type { ReceivingSessionListRow } from '@serialbridge/protocol/central';
import { useT } from '@serialbridge/ui/i18n';
import type { ReactElement } from 'react';
import { ADDRESS } from '../../components/addresses.ts';
import { ExportMenu } from '../../components/export-menu.tsx';
import type { FilterField } from '../../components/filters.ts';
import { ListPage } from '../../components/list-page.tsx';
import { useWords } from '../../components/use-options.ts';
import { useSessionColumns } from './session-columns.tsx';

/** What came in, act by act: the inventory arrivals. */
export function SessionsPage(): ReactElement {
  const t = useT();
  const columns = useSessionColumns(true);
  const states = useWords(['draft', 'saved', 'discarded'], 'console.status');
  const fields: readonly FilterField[] = [
    { kind: 'text', name: 'text', label: t('console.session.text'), width: '15rem' },
    { kind: 'choice', name: 'state', label: t('console.po.status'), options: states, width: '9rem' },
    { kind: 'day', name: 'from', label: t('console.session.from') },
    { kind: 'day', name: 'to', label: t('console.session.to') },
  ];
  return (
    <ListPage<ReceivingSessionListRow>
      name="session"
      title={t('console.page.receiving-sessions')}
      fields={fields}
      columns={columns}
      rowKey={(row) => row.receiving_session_id}
      href={(row) => ADDRESS.session(row.receiving_session_id)}
      tone={(row) => (row.state === 'discarded' ? 'muted' : undefined)}
      read={(central, query) => central.call('receiving_sessions.list', { query })}
      renderActions={({ from, to }) => (
        <ExportMenu
          call="exports.arrivals"
          query={{ ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }}
        />
      )}
      empty={t('console.session.none')}
    />
  );
}
