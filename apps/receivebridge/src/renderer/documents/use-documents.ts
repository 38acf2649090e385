import { usePagedList, type Paged } from '@serialbridge/ui/station';
import { useCallback } from 'react';
import { documentParams, type DocumentFilters, type Show } from './document-query.ts';

const NONE = { rows: [], matching: 0, total: 0, vendors: [], buyers: [], companies: [] };

/** The documents as the filters say. */
export function useDocuments(show: Show, filters: DocumentFilters): Paged<'receiving.list_documents'> {
  const question = useCallback((offset: number) => documentParams(show, filters, offset), [show, filters]);
  return usePagedList('receiving.list_documents', question, NONE);
}
