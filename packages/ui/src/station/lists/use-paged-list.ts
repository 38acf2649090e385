import type { CallFault, MethodParams, MethodResult } from '@serialbridge/protocol/station';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useHost, useStation } from '../session/station-provider.tsx';
import { useCall } from '../session/use-call.ts';

/** Rows asked for at once. */
const PAGE_SIZE = 200;

export type ListMethod =
  'receiving.list_documents' | 'receiving.list_sessions' | 'receiving.list_serials' | 'packing.list_orders';

interface PageRequest {
  readonly offset: number;
  readonly limit: number;
}

/** What a list method answers, with what the page does to it. */
export type Paged<M extends ListMethod> = MethodResult<M> & {
  readonly busy: boolean;
  readonly faults: readonly CallFault[];
  readonly refresh: () => void;
  /** Fetches the next page; the rows grow. */
  readonly more: () => void;
};

/** A pause in typing, not a wait: the list follows the fields. */
const SETTLE_MS = 200;

/**
 * A list of the host, page by page, as `question` (made from the filters: a stable function for the same filters) asks it; the newest
 * question wins. News from central or a host come back read the first page again.
 */
export function usePagedList<M extends ListMethod>(
  method: M,
  question: (page: PageRequest) => MethodParams<M>,
  none: MethodResult<M>,
): Paged<M> {
  const { call, busy, faults } = useCall(method, { aloud: false });
  const [listed, setListed] = useState(none);
  const [wanted, setWanted] = useState(0);
  const asked = useRef(question);
  const first = useRef(true);
  useEffect(() => {
    asked.current = question;
    const timer = setTimeout(() => setWanted((old) => old + 1), first.current ? 0 : SETTLE_MS);
    first.current = false;
    return () => clearTimeout(timer);
  }, [question]);
  const refresh = useCallback(() => setWanted((old) => old + 1), []);
  const fetchPage = useCallback(
    async (offset: number): Promise<void> => {
      const ask = asked.current;
      const result = await call(ask({ offset, limit: PAGE_SIZE }));
      if (result === null || ask !== asked.current) return;
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
  const news = `${useHost().state} ${useStation()?.lists_version ?? 0}`;
  const seen = useRef(news);
  useEffect(() => {
    // Whoever has scrolled further keeps the rows that are there.
    if (seen.current === news || length > PAGE_SIZE) return undefined;
    // Many changes come at once while a station catches up: one question for all of them.
    const timer = setTimeout(() => {
      seen.current = news;
      refresh();
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [news, length, refresh]);
  const more = useCallback(() => void fetchPage(length), [fetchPage, length]);
  return { ...listed, busy, faults, refresh, more };
}
