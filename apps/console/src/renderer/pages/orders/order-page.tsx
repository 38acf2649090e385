import { Tabs } from '@mantine/core';
import type { OrderDetail } from '@serialbridge/protocol/central';
import { Panel, Tag } from '@serialbridge/ui/components';
import { useFormat, useT } from '@serialbridge/ui/i18n';
import type { ReactElement } from 'react';
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
import classes from '../../components/document-page.module.css';
import { LineUnitTable } from '../units/line-unit-table.tsx';
import { Boxes, Shipments } from './boxes.tsx';

export function OrderPage({ order_id }: { order_id: string }): ReactElement {
  const t = useT();
  const read = useRead(['orders.get', order_id], (central) => central.call('orders.get', { params: { order_id } }));
  return (
    <Loaded read={read} title={t('console.page.orders')}>
      {(detail) => <OrderView detail={detail} />}
    </Loaded>
  );
}

function OrderView({ detail }: { detail: OrderDetail }): ReactElement {
  const t = useT();
  const format = useFormat();
  const seesAddresses = useMay('addresses.see');
  const seesCosts = useMay('costs.see');
  const { order, lines, packages, shipments, units, rmas } = detail;
  const boxes = new Map(packages.map((box) => [box.package_id, box.number]));
  return (
    <Page
      title={order.number}
      code
      back={{ href: ADDRESS.orders, label: t('console.page.orders') }}
      tags={<StatusTag status={order.status} />}
      actions={
        <>
          <ChangesLink id={order.order_id} label={order.number} />
          {order.status === 'open' || order.status === 'packed' ? (
            <CancelDocument
              number={order.number}
              meaning={t('console.order.cancel-meaning')}
              cancel={(central) => central.call('orders.cancel', { params: { order_id: order.order_id } })}
            />
          ) : null}
        </>
      }
      testId="order-page"
    >
      <Panel>
        <Facts
          items={[
            [t('console.order.customer'), order.customer_name],
            ...(seesAddresses ? [[t('console.order.address'), address(order)] as const] : []),
            [t('console.order.channel'), order.channel],
            [t('console.unit.warehouse'), order.warehouse_code],
            [t('console.po.ordered'), format.date(order.ordered_at)],
            [t('console.order.ship-by'), order.ship_by === null ? null : format.date(order.ship_by)],
            [t('console.order.service'), order.requested_service],
            [t('console.order.tote'), order.tote_code],
            ...(order.total_cents === undefined
              ? []
              : [[t('console.po.total'), format.money(order.total_cents, order.currency)] as const]),
            [t('console.order.gates'), <Gates key="gates" order={order} />],
            [
              t('console.page.rmas'),
              rmas.length === 0
                ? null
                : rmas.map((rma) => (
                    <CodeLink key={rma.rma_id} href={ADDRESS.rma(rma.rma_id)}>
                      {rma.number}
                    </CodeLink>
                  )),
            ],
          ]}
        />
      </Panel>
      <Tabs className={classes['tabs'] ?? ''} defaultValue="lines">
        <Tabs.List>
          <Tabs.Tab value="lines">{t('console.po.lines', { count: lines.length })}</Tabs.Tab>
          <Tabs.Tab value="boxes">{t('console.order.boxes', { count: packages.length })}</Tabs.Tab>
          <Tabs.Tab value="serials" data-testid="tab-serials">
            {t('console.order.serials', { count: units.length })}
          </Tabs.Tab>
          <Tabs.Tab value="shipments">{t('console.order.shipments', { count: shipments.length })}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="lines" className={classes['panel'] ?? ''}>
          <PlainTable
            rows={lines}
            rowKey={(line) => line.order_line_id}
            rowTestId="order-line"
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
                key: 'packed',
                title: t('console.order.packed'),
                renderCell: (line) => <Progress done={line.quantity_packed} total={line.quantity} />,
              },
              {
                key: 'shipped',
                title: t('console.order.shipped'),
                renderCell: (line) => <Progress done={line.quantity_shipped} total={line.quantity} />,
              },
              ...(seesCosts
                ? [
                    {
                      key: 'price',
                      title: t('console.po.price'),
                      align: 'end' as const,
                      renderCell: (line: OrderDetail['lines'][number]) =>
                        format.money(line.unit_price_cents ?? 0, order.currency),
                    },
                  ]
                : []),
            ]}
          />
        </Tabs.Panel>
        <Tabs.Panel value="boxes" className={classes['panel'] ?? ''}>
          <Boxes packages={packages} units={units} />
        </Tabs.Panel>
        <Tabs.Panel value="serials" className={classes['panel'] ?? ''}>
          <LineUnitTable
            units={units}
            lines={lines.map((line) => ({ line_id: line.order_line_id, sku: line.sku }))}
            columns={[
              {
                key: 'box',
                title: t('console.order.box'),
                width: '6rem',
                align: 'end',
                renderCell: (unit) => boxes.get(unit.package_id) ?? '–',
              },
            ]}
          />
        </Tabs.Panel>
        <Tabs.Panel value="shipments" className={classes['panel'] ?? ''}>
          <Shipments shipments={shipments} packages={packages} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

function Gates({ order }: { order: OrderDetail['order'] }): ReactElement {
  const t = useT();
  return (
    <>
      {(['paid', 'confirmed', 'picked'] as const).map((gate) => (
        <span key={gate}>
          <Tag tone={order[gate] ? 'good' : 'neutral'}>
            {t(`console.order.${order[gate] ? '' : 'not-'}${gate}`)}
          </Tag>{' '}
        </span>
      ))}
    </>
  );
}

function address(order: OrderDetail['order']): string {
  return [
    order.address_1,
    order.address_2,
    `${order.postal_code ?? ''} ${order.city ?? ''}`.trim(),
    order.region,
    order.country,
  ]
    .filter((part) => part !== undefined && part !== null && part !== '')
    .join(', ');
}
