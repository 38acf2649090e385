import { SegmentedControl } from '@mantine/core';
import type { OrderListRow } from '@serialbridge/protocol/station';
import { ActionButton, DataTable, EmptyState, FaultList, Panel, useShortcut } from '@serialbridge/ui/components';
import { useFormat, useT } from '@serialbridge/ui/i18n';
import { FeedbackBanner, type Paged, ScanField, useCall, usePagedList } from '@serialbridge/ui/station';
import { IconBarcode, IconFilterOff, IconRefresh } from '@tabler/icons-react';
import { type ReactElement, useCallback, useMemo, useState } from 'react';
import { orderColumns } from './order-columns.tsx';
import { OrderFilterFields } from './order-filters.tsx';
import classes from './order-list.module.css';
import { NO_FILTERS, type OrderFilters, orderParams, type Show, SHOWS } from './order-query.ts';

const NONE = { rows: [], matching: 0, total: 0, channels: [] };

/** The orders as the filters say. */
function useOrders(show: Show, filters: OrderFilters): Paged<'packing.list_orders'> {
  const question = useCallback((offset: number) => orderParams(show, filters, offset), [show, filters]);
  return usePagedList('packing.list_orders', question, NONE);
}

const keyOf = (row: OrderListRow): string => row.order_id;
const isShow = (value: string): value is Show => (SHOWS as readonly string[]).includes(value);
const toneOf = (row: OrderListRow): 'bad' | undefined => (row.disputed ? 'bad' : undefined);

/** Orders to pack, and those that left. Scanning an order's number or tote opens it, whatever is shown. */
export function OrderList(): ReactElement {
  const t = useT();
  const format = useFormat();
  const [show, setShow] = useState<Show>('open');
  const [filters, setFilters] = useState(NO_FILTERS);
  const [chosen, setChosen] = useState<string | null>(null);
  const orders = useOrders(show, filters);
  const { call: open, busy: opening } = useCall('packing.open_order');
  const columns = useMemo(() => orderColumns(t, format), [t, format]);
  const selected = orders.rows.find((row) => row.order_id === chosen) ?? orders.rows[0] ?? null;
  const openRow = (row: OrderListRow): void => void open({ order_id: row.order_id });
  useShortcut('F9', t('shipbridge.next-tab'), () => setShow(show === 'open' ? 'shipped' : 'open'));
  const filtered = filters !== NO_FILTERS;
  return (
    <div className={classes['page']}>
      <div className={classes['verdict']}>
        <FeedbackBanner slim idle={t('shipbridge.list.idle')} />
        <ScanField width="18rem" />
      </div>
      <OrderFilterFields filters={filters} onChange={setFilters} channels={orders.channels} />
      <div className={classes['bar']}>
        <SegmentedControl
          value={show}
          onChange={(value) => {
            if (isShow(value)) setShow(value);
          }}
          data={SHOWS.map((value) => ({ value, label: t(`shipbridge.show.${value}`) }))}
          aria-label={t('shipbridge.show')}
        />
        <span className={classes['count']} role="status" data-testid="result-count">
          {t('shipbridge.showing', { matching: format.count(orders.matching), total: format.count(orders.total) })}
        </span>
        <ActionButton
          label={t('shipbridge.clear-filters')}
          keys="Shift+F5"
          icon={<IconFilterOff size={20} />}
          disabled={!filtered}
          onAct={() => setFilters(NO_FILTERS)}
        />
        <ActionButton
          label={t('shipbridge.refresh')}
          keys="F5"
          icon={<IconRefresh size={20} />}
          onAct={orders.refresh}
        />
        <ActionButton
          label={t('shipbridge.scan-and-ship')}
          keys="F4"
          variant="filled"
          icon={<IconBarcode size={20} />}
          disabled={selected === null}
          busy={opening}
          data-testid="scan-and-ship"
          onAct={() => {
            if (selected !== null) openRow(selected);
          }}
        />
      </div>
      <FaultList faults={orders.faults} />
      <Panel fill flush>
        <DataTable
          main
          label={t(`shipbridge.show.${show}`)}
          rows={orders.rows}
          total={orders.matching}
          onNearEnd={orders.more}
          columns={columns}
          rowKey={keyOf}
          rowTestId="order-row"
          selected={selected?.order_id ?? null}
          onSelect={setChosen}
          onOpen={openRow}
          tone={toneOf}
          busy={orders.busy}
          empty={
            <EmptyState
              title={t('shipbridge.list.none')}
              hint={t(filtered ? 'shipbridge.list.none-filtered' : `shipbridge.list.none-${show}`)}
            />
          }
        />
      </Panel>
    </div>
  );
}
