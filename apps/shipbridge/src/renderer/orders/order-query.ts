import type { MethodParams } from '@serialbridge/protocol/station';

export const SHOWS = ['open', 'shipped'] as const;
export type Show = (typeof SHOWS)[number];

/** What stands in the filter fields. Days as `YYYY-MM-DD`, '' for none. */
export interface OrderFilters {
  readonly keywords: string;
  readonly sku: string;
  readonly number: string;
  readonly serial: string;
  readonly channel: string | null;
  readonly from: string;
  readonly to: string;
}

export const NO_FILTERS: OrderFilters = {
  keywords: '',
  sku: '',
  number: '',
  serial: '',
  channel: null,
  from: '',
  to: '',
};

export const PAGE_SIZE = 200;

/** Midnight here at the beginning of a day, or of a day some days later; null for none. */
function startOf(day: string, daysLater = 0): number | null {
  if (day === '') return null;
  const date = new Date(`${day}T00:00:00`);
  // By the calendar, not by 24 hours: the day on which the clocks change counts whole too.
  date.setDate(date.getDate() + daysLater);
  const instant = date.getTime();
  return Number.isNaN(instant) ? null : instant;
}

/** The filters as the host wants them; "to" counts as the whole of its day. */
export function orderParams(show: Show, filters: OrderFilters, offset: number): MethodParams<'packing.list_orders'> {
  const after = startOf(filters.to, 1);
  return {
    ...filters,
    show,
    from: startOf(filters.from),
    to: after === null ? null : after - 1,
    offset,
    limit: PAGE_SIZE,
  };
}
