import type { CentralClient } from '@serialbridge/client/central';
import type { Matching } from '@serialbridge/protocol/central';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useCentral } from './central-context.tsx';
import { useSummary } from './session.ts';

export interface Page<Row> {
  readonly rows: Row[];
  readonly next: string | null;
  readonly matching: Matching;
}
export interface PageRequest {
  readonly limit: number;
  readonly after?: string;
}

export interface Pages<Row> {
  readonly rows: readonly Row[];
  readonly matching: Matching | null;
  readonly loading: boolean;
  readonly loadingMore: boolean;
  readonly error: Error | null;
  readonly more: boolean;
  readonly loadMore: () => void;
  /** The list at central no longer begins as the one shown; nothing moves until `showNew`. */
  readonly hasNew: boolean;
  readonly showNew: () => void;
}

const FIRST = 100;
/** Later pages are larger: whoever scrolls on wants many. */
const LATER = 250;

/**
 * A list by keyset, as far as it was scrolled. When central's feed moves on, its first page is read again on the side: the same rows in
 * the same order take their new values in place; other rows only raise `hasNew`, so that nothing jumps under a person's eyes.
 */
export function usePages<Row>(
  key: readonly unknown[],
  read: (central: CentralClient, page: PageRequest) => Promise<Page<Row>>,
  rowKey: (row: Row) => string,
): Pages<Row> {
  const central = useCentral();
  const queries = useQueryClient();
  const queryKey = useMemo(() => ['list', ...key], [key]);
  const list = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) =>
      read(central, pageParam === null ? { limit: FIRST } : { limit: LATER, after: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    // Comparing a million rows with themselves on every page would be the slowest thing here.
    structuralSharing: false,
    refetchOnReconnect: false,
  });
  const pages = list.data?.pages;
  const rows = useMemo(() => (pages ?? []).flatMap((page) => page.rows), [pages]);

  const version = useSummary().data?.version;
  // A list from the cache may be older than the version now: it is compared at once.
  const seen = useRef<number | undefined>(list.data === undefined ? undefined : -1);
  const [hasNew, setHasNew] = useState(false);
  const probe = useQuery({
    queryKey: ['probe', ...key, version],
    queryFn: () => read(central, { limit: FIRST }),
    enabled: version !== undefined && list.data !== undefined && seen.current !== undefined && seen.current !== version,
    gcTime: 0,
    retry: false,
  });
  useEffect(() => {
    if (version !== undefined && seen.current === undefined && list.data !== undefined) seen.current = version;
  }, [version, list.data]);
  useEffect(() => setHasNew(false), [queryKey]);
  const fresh = probe.data;
  useEffect(() => {
    const shown = queries.getQueryData<{ pages: Page<Row>[]; pageParams: unknown[] }>(queryKey);
    const first = shown?.pages[0];
    if (fresh === undefined || shown === undefined || first === undefined) return;
    const same =
      first.rows.length === fresh.rows.length &&
      first.rows.every((row, index) => {
        const other = fresh.rows[index];
        return other !== undefined && rowKey(row) === rowKey(other);
      });
    if (same) {
      queries.setQueryData(queryKey, {
        ...shown,
        pages: [{ ...first, rows: fresh.rows, matching: fresh.matching }, ...shown.pages.slice(1)],
      });
    } else if (first.rows.length === 0) {
      void queries.resetQueries({ queryKey });
    } else setHasNew(true);
    // Only a new answer of central is compared.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [fresh]);

  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const showNew = useCallback(() => {
    setHasNew(false);
    void queries.resetQueries({ queryKey });
  }, [queries, queryKey]);
  return {
    rows,
    matching: pages?.[0]?.matching ?? null,
    loading: list.isPending,
    loadingMore: isFetchingNextPage,
    error: list.error,
    more: hasNextPage,
    loadMore,
    hasNew,
    showNew,
  };
}
