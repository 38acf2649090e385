import type { MethodParams } from '@serialbridge/protocol/station';
import { PAGE_SIZE } from '@serialbridge/ui/station';

export const SHOWS = ['open', 'rma', 'received'] as const;
export type Show = (typeof SHOWS)[number];

/** What stands in the filter fields. Days as `YYYY-MM-DD`, '' for none. */
export interface DocumentFilters {
  readonly sku: string;
  readonly keywords: string;
  readonly number: string;
  readonly buyer: string | null;
  readonly company: string | null;
  readonly vendor_id: string | null;
  readonly vendor_invoice_number: string;
  readonly from: string;
  readonly to: string;
}

export const NO_FILTERS: DocumentFilters = {
  sku: '',
  keywords: '',
  number: '',
  buyer: null,
  company: null,
  vendor_id: null,
  vendor_invoice_number: '',
  from: '',
  to: '',
};

const DAY_MS = 86_400_000;

/** Midnight here at the beginning of a day. */
function startOf(day: string): number | null {
  if (day === '') return null;
  const instant = new Date(`${day}T00:00:00`).getTime();
  return Number.isNaN(instant) ? null : instant;
}

/** The filters as the host wants them; "to" counts as the whole of its day. */
export function documentParams(
  show: Show,
  filters: DocumentFilters,
  offset: number,
): MethodParams<'receiving.list_documents'> {
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
