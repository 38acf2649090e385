import type { CallFault, MethodResult } from '@serialbridge/protocol/station';
import { useCall, useHost, useStation } from '@serialbridge/ui/station';
import { useCallback, useEffect, useRef, useState } from 'react';
import { orderParams, PAGE_SIZE, type OrderFilters, type Show } from './order-query.ts';

type Listed = MethodResult<'packing.list_orders'>;
const NONE: Listed = { rows: [], matching: 0, total: 0, channels: [] };
/** A pause in typing, not a wait: the list follows the fields. */
const SETTLE_MS = 200;

export interface Orders extends Listed {
  readonly busy: boolean;
  readonly faults: readonly CallFault[];
  readonly refresh: () => void;
  readonly more: () => void;
}

/** The orders as the filters say, page by page; the newest question wins. */
export function useOrders(show: Show, filters: OrderFilters): Orders {
  const { call, busy, faults } = useCall('packing.list_orders', { aloud: false });
  const [listed, setListed] = useState<Listed>(NONE);
  const [wanted, setWanted] = useState(0);
  const asked = useRef({ show, filters });
  const first = useRef(true);
  useEffect(() => {
    asked.current = { show, filters };
    const timer = setTimeout(() => setWanted((old) => old + 1), first.current ? 0 : SETTLE_MS);
    first.current = false;
    return () => clearTimeout(timer);
  }, [show, filters]);
  const refresh = useCallback(() => setWanted((old) => old + 1), []);
  const fetchPage = useCallback(
    async (offset: number): Promise<void> => {
      const question = asked.current;
      const result = await call(orderParams(question.show, question.filters, offset));
      if (result === null || question !== asked.current) return;
      setListed((old) => (offset === 0 ? result : { ...result, rows: [...old.rows, ...result.rows] }));
    },
    [call],
  );
  // While one question is under way a new one waits for it: `busy` brings us back here.
  const answered = useRef(0);
  useEffect(() => {
    if (busy || answered.current === wanted) return;
    answered.current = wanted;
    void fetchPage(0);
  }, [busy, wanted, fetchPage]);
  const length = listed.rows.length;
  // News from central, or the host come back: the first page is read again. Who has scrolled further is left in peace.
  const news = `${useHost().state} ${useStation()?.sync.cache_version ?? 0}`;
  const seen = useRef(news);
  useEffect(() => {
    if (seen.current === news) return undefined;
    seen.current = news;
    // Many changes come at once while a station catches up: one question for all of them.
    const timer = setTimeout(() => {
      if (length <= PAGE_SIZE) refresh();
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [news, length, refresh]);
  const more = useCallback(() => void fetchPage(length), [fetchPage, length]);
  return { ...listed, busy, faults, refresh, more };
}
