import type { PurchaseOrderDetail } from '@serialbridge/protocol/central';
import { CodeText, Panel } from '@serialbridge/ui/components';
import { useFormat, useT } from '@serialbridge/ui/i18n';
import { Tabs } from '@mantine/core';
import type { ReactElement } from 'react';
import { useSearchParams } from 'wouter';
import { useMay } from '../../api/session.ts';
import { useRead } from '../../api/use-read.ts';
import { ADDRESS } from '../../components/addresses.ts';
import { CancelDocument } from '../../components/cancel-document.tsx';
import { ChangesLink } from '../../components/changes-link.tsx';
import { Facts } from '../../components/facts.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Page } from '../../components/page.tsx';
import { PlainTable } from '../../components/plain-table.tsx';
import { Progress } from '../../components/progress.tsx';
import { CodeLink, StatusTag } from '../../components/tags.tsx';
import { SerialGrid } from '../units/serial-grid.tsx';
import { SessionTable } from '../receiving-sessions/session-columns.tsx';
import classes from '../../components/document-page.module.css';

export function PurchaseOrderPage({ purchase_order_id }: { purchase_order_id: string }): ReactElement {
  const t = useT();
  const read = useRead(['purchase_orders.get', purchase_order_id], (central) =>
    central.call('purchase_orders.get', { params: { purchase_order_id } }),
  );
  return (
    <Loaded read={read} title={t('console.page.purchase-orders')}>
      {(detail) => <PurchaseOrderView detail={detail} />}
    </Loaded>
  );
}

function PurchaseOrderView({ detail }: { detail: PurchaseOrderDetail }): ReactElement {
  const t = useT();
  const format = useFormat();
  const [search, setSearch] = useSearchParams();
  const { purchase_order: po, lines, sessions } = detail;
  const tab = search.get('tab') ?? 'lines';
  return (
    <Page
      title={po.number}
      code
      back={{ href: ADDRESS.purchase_orders, label: t('console.page.purchase-orders') }}
      tags={<StatusTag status={po.status} />}
      note={t(`console.document.${po.po_type}`)}
      actions={
        <>
          <ChangesLink id={po.purchase_order_id} label={po.number} />
          {po.status === 'open' ? (
            <CancelDocument
              number={po.number}
              meaning={t('console.po.cancel-meaning')}
              cancel={(central) =>
                central.call('purchase_orders.cancel', { params: { purchase_order_id: po.purchase_order_id } })
              }
            />
          ) : null}
        </>
      }
      testId="purchase-order-page"
    >
      <Panel>
        <Facts
          items={[
            [t('console.po.vendor'), po.vendor_name],
            [t('console.unit.warehouse'), po.warehouse_code],
            [t('console.po.ordered'), format.date(po.ordered_at)],
            [t('console.po.buyer'), po.buyer],
            [t('console.po.invoice'), po.vendor_invoice_number],
            ...(po.total_cents === undefined
              ? []
              : [[t('console.po.total'), format.money(po.total_cents, po.currency)] as const]),
            [t('console.po.units-received'), <Progress key="received" done={po.units_received} total={po.units} />],
            [t('console.po.description'), po.description],
          ]}
        />
      </Panel>
      <Tabs
        className={classes['tabs'] ?? ''}
        value={tab}
        onChange={(value) => setSearch(value === null || value === 'lines' ? {} : { tab: value }, { replace: true })}
      >
        <Tabs.List>
          <Tabs.Tab value="lines">{t('console.po.lines', { count: lines.length })}</Tabs.Tab>
          <Tabs.Tab value="serials" data-testid="tab-serials">
            {t('console.po.serials')}
          </Tabs.Tab>
          <Tabs.Tab value="sessions">{t('console.po.sessions', { count: sessions.length })}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="lines" className={classes['panel'] ?? ''}>
          <Lines detail={detail} />
        </Tabs.Panel>
        <Tabs.Panel value="serials" className={classes['panel'] ?? ''}>
          <SerialGrid
            filter={{ purchase_order_id: po.purchase_order_id }}
            sessions={sessions.map((row) => ({
              value: row.receiving_session_id,
              label: `${format.dateTime(row.saved_at ?? row.opened_at)} · ${row.station.name ?? '?'}`,
            }))}
          />
        </Tabs.Panel>
        <Tabs.Panel value="sessions" className={classes['panel'] ?? ''}>
          <SessionTable rows={sessions} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

function Lines({ detail: { lines, purchase_order } }: { detail: PurchaseOrderDetail }): ReactElement {
  const t = useT();
  const format = useFormat();
  const seesCosts = useMay('costs.see');
  return (
    <PlainTable
      rows={lines}
      rowKey={(line) => line.po_line_id}
      empty={t('console.po.no-lines')}
      rowTestId="po-line"
      columns={[
        { key: 'line', title: '#', width: '3rem', align: 'end', renderCell: (line) => line.line_number },
        {
          key: 'sku',
          title: t('console.unit.sku'),
          renderCell: (line) => <CodeLink href={ADDRESS.product(line.product_id)}>{line.sku}</CodeLink>,
        },
        { key: 'name', title: t('console.unit.product'), renderCell: (line) => line.product_name },
        {
          key: 'vendor-sku',
          title: t('console.po.vendor-sku'),
          renderCell: (line) => (line.vendor_sku === null ? '–' : <CodeText value={line.vendor_sku} size="sm" />),
        },
        {
          key: 'received',
          title: t('console.po.units-received'),
          renderCell: (line) => <Progress done={line.quantity_received} total={line.quantity_ordered} />,
        },
        {
          key: 'serials',
          title: t('console.po.serials'),
          align: 'end',
          renderCell: (line) => format.count(line.units),
        },
        {
          key: 'expected',
          title: t('console.po.announced'),
          align: 'end',
          renderCell: (line) =>
            line.expected === 0
              ? '–'
              : t('console.po.announced-open', { open: line.expected_open, total: line.expected }),
        },
        ...(seesCosts
          ? [
              {
                key: 'price',
                title: t('console.po.price'),
                align: 'end' as const,
                renderCell: (line: PurchaseOrderDetail['lines'][number]) =>
                  format.money(line.unit_price_cents ?? 0, purchase_order.currency),
              },
            ]
          : []),
      ]}
    />
  );
}
