import type { MethodParams, MethodResult, OrderListRow } from '@serialbridge/protocol/station';
import { useFormat, useT } from '@serialbridge/ui/i18n';
import { useCall, WorkList, type ListFilter, type WorkQuestion } from '@serialbridge/ui/station';
import { useMemo, type ReactElement } from 'react';
import { orderColumns } from './order-columns.tsx';

type Listed = MethodResult<'packing.list_orders'>;
type Show = MethodParams<'packing.list_orders'>['show'];
type Name = 'keywords' | 'sku' | 'number' | 'serial' | 'channel';

const SHOWS: readonly [Show, ...Show[]] = ['open', 'shipped'];
const NONE: Listed = { rows: [], matching: 0, total: 0, channels: [] };
const NO_FILTERS: Readonly<Record<Name | 'from' | 'to', string>> = {
  keywords: '',
  sku: '',
  number: '',
  serial: '',
  channel: '',
  from: '',
  to: '',
};

const filtersOf = ({ channels }: Listed): readonly ListFilter<Name>[] => [
  { kind: 'text', name: 'keywords' },
  { kind: 'text', name: 'sku' },
  { kind: 'text', name: 'number' },
  { kind: 'text', name: 'serial' },
  { kind: 'choice', name: 'channel', options: channels.map((value) => ({ value, label: value })) },
  { kind: 'day', name: 'from' },
  { kind: 'day', name: 'to' },
];
const questionOf = ({ filters, ...asked }: WorkQuestion<Show, Name>): MethodParams<'packing.list_orders'> => ({
  ...filters,
  channel: filters.channel || null,
  ...asked,
});
const keyOf = (row: OrderListRow): string => row.order_id;
const toneOf = (row: OrderListRow): 'bad' | undefined => (row.disputed ? 'bad' : undefined);

/** Orders to pack, and those that left. An order's tote opens it like its number. */
export function OrderList(): ReactElement {
  const t = useT();
  const format = useFormat();
  const { call: open, busy: opening } = useCall('packing.open_order');
  const columns = useMemo(() => orderColumns(t, format), [t, format]);
  return (
    <WorkList
      method="packing.list_orders"
      none={NONE}
      words="shipbridge"
      shows={SHOWS}
      filters={filtersOf}
      noFilters={NO_FILTERS}
      filterTracks="1.3fr 1fr 1fr 1.2fr 1fr 10.5rem 10.5rem"
      calendar
      question={questionOf}
      columns={columns}
      rowKey={keyOf}
      rowTestId="order-row"
      tone={toneOf}
      onOpen={({ order_id }) => void open({ order_id })}
      opening={opening}
    />
  );
}
