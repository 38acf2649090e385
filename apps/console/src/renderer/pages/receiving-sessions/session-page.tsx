import type { ReceivingSessionDetail } from '@serialbridge/protocol/central';
import { CodeText, Panel } from '@serialbridge/ui/components';
import { useFormat, useT } from '@serialbridge/ui/i18n';
import type { ReactElement } from 'react';
import { useRead } from '../../api/use-read.ts';
import { ADDRESS } from '../../components/addresses.ts';
import { ExportMenu } from '../../components/export-menu.tsx';
import { Facts } from '../../components/facts.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Page } from '../../components/page.tsx';
import { PlainTable } from '../../components/plain-table.tsx';
import { Stamp } from '../../components/stamp.tsx';
import { DocumentText, StatusTag } from '../../components/tags.tsx';
import { LineUnitTable } from '../units/line-unit-table.tsx';
import { SerialGrid } from '../units/serial-grid.tsx';

export function SessionPage({ receiving_session_id }: { receiving_session_id: string }): ReactElement {
  const t = useT();
  const read = useRead(['receiving_sessions.get', receiving_session_id], (central) =>
    central.call('receiving_sessions.get', { params: { receiving_session_id } }),
  );
  return (
    <Loaded read={read} title={t('console.page.receiving-sessions')}>
      {(detail) => <SessionView detail={detail} />}
    </Loaded>
  );
}

function SessionView({ detail }: { detail: ReceivingSessionDetail }): ReactElement {
  const t = useT();
  const format = useFormat();
  const { session, lines, units } = detail;
  const { receiving_session_id } = session;
  return (
    <Page
      title={t('console.session.title', { time: format.dateTime(session.opened_at) })}
      back={{ href: ADDRESS.sessions, label: t('console.page.receiving-sessions') }}
      tags={<StatusTag status={session.state} />}
      actions={<ExportMenu call="exports.arrivals" query={{ receiving_session_id }} />}
      testId="session-page"
    >
      <Panel>
        <Facts
          items={[
            [
              t('console.case.document'),
              <DocumentText
                key="document"
                link={{ kind: session.document_kind, id: session.document_id, number: session.number }}
              />,
            ],
            [t('console.session.station'), session.station.name],
            [t('console.session.operator'), session.operator?.name],
            [t('console.unit.warehouse'), session.warehouse_code],
            [t('console.session.opened'), <Stamp key="opened" at={session.opened_at} />],
            [t('console.session.saved'), <Stamp key="saved" at={session.saved_at} />],
            [t('console.session.units'), format.count(session.units)],
            [t('console.po.serials'), format.count(session.serials)],
          ]}
        />
      </Panel>
      <Panel title={t('console.po.lines', { count: lines.length })} flush>
        <PlainTable
          rows={lines}
          rowKey={(line) => line.line_id}
          empty={t('console.po.no-lines')}
          columns={[
            { key: 'sku', title: t('console.unit.sku'), renderCell: (line) => <CodeText value={line.sku} size="sm" /> },
            { key: 'name', title: t('console.unit.product'), renderCell: (line) => line.product_name },
            {
              key: 'units',
              title: t('console.session.units'),
              align: 'end',
              renderCell: (line) => format.count(line.quantity),
            },
            {
              key: 'serials',
              title: t('console.po.serials'),
              align: 'end',
              renderCell: (line) => format.count(line.serials),
            },
          ]}
        />
      </Panel>
      {session.state === 'saved' ? (
        <SerialGrid filter={{ receiving_session_id }} />
      ) : (
        <Panel title={t('console.session.draft-serials')} fill flush>
          <LineUnitTable units={units} lines={lines} />
        </Panel>
      )}
    </Page>
  );
}
