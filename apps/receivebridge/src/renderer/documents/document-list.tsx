import type { DocumentListRow, MethodParams, MethodResult } from '@serialbridge/protocol/station';
import { useFormat, useT } from '@serialbridge/ui/i18n';
import { useCall, WorkList, type ListFilter, type WorkQuestion } from '@serialbridge/ui/station';
import { useMemo, type ReactElement } from 'react';
import { documentColumns } from './document-columns.tsx';

type Listed = MethodResult<'receiving.list_documents'>;
type Show = MethodParams<'receiving.list_documents'>['show'];
type Name = 'sku' | 'buyer' | 'company' | 'keywords' | 'number' | 'vendor_id' | 'vendor_invoice_number';

const SHOWS: readonly [Show, ...Show[]] = ['open', 'rma', 'received'];
const NONE: Listed = { rows: [], matching: 0, total: 0, vendors: [], buyers: [], companies: [] };
const NO_FILTERS: Readonly<Record<Name | 'from' | 'to', string>> = {
  sku: '',
  buyer: '',
  company: '',
  from: '',
  to: '',
  keywords: '',
  number: '',
  vendor_id: '',
  vendor_invoice_number: '',
};

const plain = (values: readonly string[]): { value: string; label: string }[] =>
  values.map((value) => ({ value, label: value }));
const filtersOf = ({ buyers, companies, vendors }: Listed): readonly ListFilter<Name>[] => [
  { kind: 'text', name: 'sku' },
  { kind: 'choice', name: 'buyer', options: plain(buyers) },
  { kind: 'choice', name: 'company', options: plain(companies) },
  { kind: 'day', name: 'from' },
  { kind: 'day', name: 'to' },
  { kind: 'text', name: 'keywords' },
  { kind: 'text', name: 'number' },
  {
    kind: 'choice',
    name: 'vendor_id',
    options: vendors.map(({ vendor_id, name }) => ({ value: vendor_id, label: name })),
  },
  { kind: 'text', name: 'vendor_invoice_number' },
];
const questionOf = ({ filters, ...asked }: WorkQuestion<Show, Name>): MethodParams<'receiving.list_documents'> => ({
  ...filters,
  buyer: filters.buyer || null,
  company: filters.company || null,
  vendor_id: filters.vendor_id || null,
  ...asked,
});
const keyOf = (row: DocumentListRow): string => `${row.document_kind}:${row.document_id}`;

/** POs, credit memos and RMAs. */
export function DocumentList(): ReactElement {
  const t = useT();
  const format = useFormat();
  const { call: open, busy: opening } = useCall('receiving.open_document');
  const columns = useMemo(() => documentColumns(t, format), [t, format]);
  return (
    <WorkList
      method="receiving.list_documents"
      none={NONE}
      words="receivebridge"
      shows={SHOWS}
      filters={filtersOf}
      noFilters={NO_FILTERS}
      filterTracks="repeat(5, minmax(0, 1fr))"
      clearInFilters
      question={questionOf}
      columns={columns}
      rowKey={keyOf}
      onOpen={({ document_kind, document_id }) => void open({ document_kind, document_id })}
      opening={opening}
    />
  );
}
