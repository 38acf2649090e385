import type { RmaDetail } from '@serialbridge/protocol/central';
import { Panel } from '@serialbridge/ui/components';
import { useFormat, useT } from '@serialbridge/ui/i18n';
import type { ReactElement } from 'react';
import { useRead } from '../../api/use-read.ts';
import { ADDRESS } from '../../components/addresses.ts';
import { ChangesLink } from '../../components/changes-link.tsx';
import { Facts } from '../../components/facts.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Page } from '../../components/page.tsx';
import { PlainTable } from '../../components/plain-table.tsx';
import { Progress } from '../../components/progress.tsx';
import { CodeLink, StatusTag } from '../../components/tags.tsx';
import { SessionTable } from '../receiving-sessions/session-columns.tsx';
import { SerialGrid } from '../units/serial-grid.tsx';

export function RmaPage({ rma_id }: { rma_id: string }): ReactElement {
  const t = useT();
  const read = useRead(['rmas.get', rma_id], (central) => central.call('rmas.get', { params: { rma_id } }));
  return (
    <Loaded read={read} title={t('console.page.rmas')}>
      {(detail) => <RmaView detail={detail} />}
    </Loaded>
  );
}

function RmaView({ detail: { rma, lines, sessions } }: { detail: RmaDetail }): ReactElement {
  const t = useT();
  const format = useFormat();
  return (
    <Page
      title={rma.number}
      code
      back={{ href: ADDRESS.rmas, label: t('console.page.rmas') }}
      tags={<StatusTag status={rma.status} />}
      actions={<ChangesLink id={rma.rma_id} label={rma.number} />}
      testId="rma-page"
    >
      <Panel>
        <Facts
          items={[
            [
              t('console.order.number'),
              <CodeLink key="order" href={ADDRESS.order(rma.order_id)}>
                {rma.order_number ?? '?'}
              </CodeLink>,
            ],
            [t('console.order.customer'), rma.customer_name],
            [t('console.rma.created'), format.date(rma.created_at)],
            [t('console.rma.returned'), <Progress key="returned" done={rma.units_received} total={rma.units} />],
            [t('console.rma.reason'), rma.reason],
          ]}
        />
      </Panel>
      <Panel title={t('console.po.lines', { count: lines.length })} flush>
        <PlainTable
          rows={lines}
          rowKey={(line) => line.rma_line_id}
          empty={t('console.po.no-lines')}
          columns={[
            { key: 'line', title: '#', width: '3rem', align: 'end', renderCell: (line) => line.line_number },
            {
              key: 'sku',
              title: t('console.unit.sku'),
              renderCell: (line) => <CodeLink href={ADDRESS.product(line.product_id)}>{line.sku}</CodeLink>,
            },
            { key: 'name', title: t('console.unit.product'), renderCell: (line) => line.product_name },
            {
              key: 'returned',
              title: t('console.rma.returned'),
              renderCell: (line) => <Progress done={line.quantity_received} total={line.quantity} />,
            },
          ]}
        />
      </Panel>
      <Panel title={t('console.po.sessions', { count: sessions.length })} flush>
        <SessionTable rows={sessions} />
      </Panel>
      <SerialGrid filter={{ rma_id: rma.rma_id }} />
    </Page>
  );
}
