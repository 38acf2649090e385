import type { MethodParams } from '@serialbridge/protocol/station';
import { PAGE_SIZE } from '@serialbridge/ui/station';

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

const DAY_MS = 86_400_000;

/** An order's date is a calendar day, kept as its midnight in UTC; so are the days of the filter. Null for none. */
function startOf(day: string): number | null {
  const instant = day === '' ? Number.NaN : Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(instant) ? null : instant;
}

/** The filters as the host wants them; "to" counts as the whole of its day. */
export function orderParams(show: Show, filters: OrderFilters, offset: number): MethodParams<'packing.list_orders'> {
  const to = startOf(filters.to);
  return {
    ...filters,
    show,
    from: startOf(filters.from),
    to: to === null ? null : to + DAY_MS - 1,
    offset,
    limit: PAGE_SIZE,
  };
}
