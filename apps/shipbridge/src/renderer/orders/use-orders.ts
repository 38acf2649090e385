import { usePagedList, type Paged } from '@serialbridge/ui/station';
import { useCallback } from 'react';
import { orderParams, type OrderFilters, type Show } from './order-query.ts';

const NONE = { rows: [], matching: 0, total: 0, channels: [] };

/** The orders as the filters say. */
export function useOrders(show: Show, filters: OrderFilters): Paged<'packing.list_orders'> {
  const question = useCallback((offset: number) => orderParams(show, filters, offset), [show, filters]);
  return usePagedList('packing.list_orders', question, NONE);
}
