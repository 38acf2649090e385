import { SegmentedControl } from '@mantine/core';
import type { DocumentListRow } from '@serialbridge/protocol/station';
import { ActionButton, DataTable, EmptyState, FaultList, Panel, useShortcut } from '@serialbridge/ui/components';
import { useFormat, useT } from '@serialbridge/ui/i18n';
import { FeedbackBanner, type Paged, ScanField, useCall, usePagedList } from '@serialbridge/ui/station';
import { IconBarcode, IconFilterOff, IconRefresh } from '@tabler/icons-react';
import { type ReactElement, useCallback, useMemo, useState } from 'react';
import { documentColumns } from './document-columns.tsx';
import { Filters } from './document-filters.tsx';
import classes from './document-list.module.css';
import { type DocumentFilters, documentParams, NO_FILTERS, type Show, SHOWS } from './document-query.ts';

const NONE = { rows: [], matching: 0, total: 0, vendors: [], buyers: [], companies: [] };

/** The documents as the filters say. */
function useDocuments(show: Show, filters: DocumentFilters): Paged<'receiving.list_documents'> {
  const question = useCallback((offset: number) => documentParams(show, filters, offset), [show, filters]);
  return usePagedList('receiving.list_documents', question, NONE);
}

const keyOf = (row: DocumentListRow): string => `${row.document_kind}:${row.document_id}`;
const isShow = (value: string): value is Show => (SHOWS as readonly string[]).includes(value);

/** POs, credit memos and RMAs. Scanning a document's number opens it, whatever is shown. */
export function DocumentList(): ReactElement {
  const t = useT();
  const format = useFormat();
  const [show, setShow] = useState<Show>('open');
  const [filters, setFilters] = useState(NO_FILTERS);
  const [chosen, setChosen] = useState<string | null>(null);
  const documents = useDocuments(show, filters);
  const { call: open, busy: opening } = useCall('receiving.open_document');
  const columns = useMemo(() => documentColumns(t, format), [t, format]);
  const selected = documents.rows.find((row) => keyOf(row) === chosen) ?? documents.rows[0] ?? null;
  const openRow = (row: DocumentListRow): void =>
    void open({ document_kind: row.document_kind, document_id: row.document_id });
  const nextShow = (): void => setShow(SHOWS[(SHOWS.indexOf(show) + 1) % SHOWS.length] ?? 'open');
  useShortcut('F9', t('receivebridge.next-tab'), nextShow);
  const filtered = filters !== NO_FILTERS;
  return (
    <div className={classes['page']}>
      <div className={classes['verdict']}>
        <FeedbackBanner slim idle={t('receivebridge.list.idle')} />
        <ScanField width="18rem" />
      </div>
      <Filters
        filters={filters}
        onChange={setFilters}
        vendors={documents.vendors}
        buyers={documents.buyers}
        companies={documents.companies}
      >
        <ActionButton
          className={classes['clear'] ?? ''}
          label={t('receivebridge.clear-filters')}
          icon={<IconFilterOff size={20} />}
          disabled={!filtered}
          onAct={() => setFilters(NO_FILTERS)}
        />
      </Filters>
      <div className={classes['bar']}>
        <SegmentedControl
          value={show}
          onChange={(value) => {
            if (isShow(value)) setShow(value);
          }}
          data={SHOWS.map((value) => ({ value, label: t(`receivebridge.show.${value}`) }))}
          aria-label={t('receivebridge.show')}
        />
        <span className={classes['count']} role="status" data-testid="result-count">
          {t('receivebridge.showing', {
            matching: format.count(documents.matching),
            total: format.count(documents.total),
          })}
        </span>
        <ActionButton
          label={t('receivebridge.refresh')}
          keys="F5"
          icon={<IconRefresh size={20} />}
          onAct={documents.refresh}
        />
        <ActionButton
          label={t('receivebridge.scan-purchase-order')}
          keys="F4"
          variant="filled"
          icon={<IconBarcode size={20} />}
          disabled={selected === null}
          busy={opening}
          onAct={() => {
            if (selected !== null) openRow(selected);
          }}
        />
      </div>
      <FaultList faults={documents.faults} />
      <Panel fill flush>
        <DataTable
          main
          label={t(`receivebridge.show.${show}`)}
          rows={documents.rows}
          total={documents.matching}
          onNearEnd={documents.more}
          columns={columns}
          rowKey={keyOf}
          selected={selected === null ? null : keyOf(selected)}
          onSelect={setChosen}
          onOpen={openRow}
          busy={documents.busy}
          empty={
            <EmptyState
              title={t('receivebridge.list.none')}
              hint={t(filtered ? 'receivebridge.list.none-filtered' : 'receivebridge.list.none-hint')}
            />
          }
        />
      </Panel>
    </div>
  );
}
