import type { MethodResult } from '@serialbridge/protocol/station';
import { useCall, useHost, useStation } from '@serialbridge/ui/station';
import type { CallFault } from '@serialbridge/protocol/station';
import { useCallback, useEffect, useRef, useState } from 'react';
import { documentParams, PAGE_SIZE, type DocumentFilters, type Show } from './document-query.ts';

type Listed = MethodResult<'receiving.list_documents'>;
const NONE: Listed = { rows: [], matching: 0, total: 0, vendors: [], buyers: [], companies: [] };
/** A pause in typing, not a wait: the list follows the fields. */
const SETTLE_MS = 200;

export interface Documents extends Listed {
  readonly busy: boolean;
  readonly faults: readonly CallFault[];
  readonly refresh: () => void;
  readonly more: () => void;
}

/** The list as the filters say, page by page; the newest question wins. */
export function useDocuments(show: Show, filters: DocumentFilters): Documents {
  const { call, busy, faults } = useCall('receiving.list_documents', { aloud: false });
  const [listed, setListed] = useState<Listed>(NONE);
  const [wanted, setWanted] = useState(0);
  const asked = useRef({ show, filters });
  useEffect(() => {
    asked.current = { show, filters };
    const timer = setTimeout(() => setWanted((old) => old + 1), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [show, filters]);
  const refresh = useCallback(() => setWanted((old) => old + 1), []);
  const fetchPage = useCallback(
    async (offset: number): Promise<void> => {
      const question = asked.current;
      const result = await call(documentParams(question.show, question.filters, offset));
      if (result === null) return;
      if (question !== asked.current) return;
      setListed((old) => (offset === 0 ? result : { ...result, rows: [...old.rows, ...result.rows] }));
    },
    [call],
  );
  // While one question is under way a new one waits for it: `busy` brings us back here.
  const answered = useRef(-1);
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
    if (seen.current === news || length > PAGE_SIZE) return undefined;
    const timer = setTimeout(() => {
      seen.current = news;
      refresh();
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [news, length, refresh]);
  const more = useCallback(() => void fetchPage(length), [fetchPage, length]);
  return { ...listed, busy, faults, refresh, more };
}
