import { SegmentedControl } from '@mantine/core';
import type { MethodParams, MethodResult } from '@serialbridge/protocol/station';
import { IconBarcode, IconFilterOff, IconRefresh } from '@tabler/icons-react';
import { useCallback, useState, type ReactElement, type ReactNode } from 'react';
import { ActionButton, DataTable, EmptyState, FaultList, Panel, useShortcut } from '../../components/index.ts';
import type { DataTableProps } from '../../components/index.ts';
import { instantOfDay, useFormat, useT } from '../../i18n/index.ts';
import { FeedbackBanner } from '../scan/feedback-banner.tsx';
import { ScanField } from '../scan/scan-field.tsx';
import { usePagedList, type ListMethod, type Paged } from './use-paged-list.ts';
import { ListFilters, type ListFilter } from './list-filters.tsx';
import classes from './work-list.module.css';

type RowOf<M extends ListMethod> = MethodResult<M>['rows'][number];
type WorkMethod = 'receiving.list_documents' | 'packing.list_orders';

/** What the screen asks its host: the tab, the filters ('' is none), the days as instants, and one page. */
export interface WorkQuestion<Show, Name extends string> {
  readonly show: Show;
  readonly filters: Readonly<Record<Name, string>>;
  readonly from: number | null;
  readonly to: number | null;
  readonly offset: number;
  readonly limit: number;
}

export interface WorkListProps<M extends WorkMethod, Show extends string, Name extends string> extends Pick<
  DataTableProps<RowOf<M>>,
  'columns' | 'rowKey' | 'tone' | 'rowTestId'
> {
  readonly method: M;
  readonly none: MethodResult<M>;
  /** First word of its sentences: `<words>.list.idle`, `<words>.show.<tab>`, `<words>.filter.<name>` … */
  readonly words: string;
  /** Tabs over the list. F9 goes to the next one. */
  readonly shows: readonly [Show, ...Show[]];
  readonly filters: (listed: MethodResult<M>) => readonly ListFilter<Name>[];
  readonly noFilters: Readonly<Record<Name | 'from' | 'to', string>>;
  /** Grid tracks of the filters. */
  readonly filterTracks: string;
  /** The button that clears them is their last cell; else it is in the bar over the rows. */
  readonly clearInFilters?: boolean;
  /** The dates of the list are calendar days, kept as midnight in UTC. */
  readonly calendar?: boolean;
  readonly question: (asked: WorkQuestion<Show, Name>) => MethodParams<M>;
  readonly onOpen: (row: RowOf<M>) => void;
  readonly opening: boolean;
}

/** The work that waits at a station: documents to receive, orders to pack. A scanned number opens one, whatever is shown. */
export function WorkList<M extends WorkMethod, Show extends string, Name extends string>(
  props: WorkListProps<M, Show, Name>,
): ReactElement {
  const { method, none, words, shows, noFilters, clearInFilters = false, calendar, question, rowKey, onOpen } = props;
  const t = useT();
  const format = useFormat();
  const [show, setShow] = useState<Show>(shows[0]);
  const [filters, setFilters] = useState(noFilters);
  const [chosen, setChosen] = useState<string | null>(null);
  const ask = useCallback(
    (page: { readonly offset: number; readonly limit: number }) =>
      question({
        show,
        filters,
        from: instantOfDay(filters.from, 'from', calendar) ?? null,
        to: instantOfDay(filters.to, 'to', calendar) ?? null,
        ...page,
      }),
    [question, show, filters, calendar],
  );
  const listed = usePagedList(method, ask, none);
  const rows: readonly RowOf<M>[] = listed.rows;
  const selected = rows.find((row) => rowKey(row) === chosen) ?? rows[0] ?? null;
  useShortcut('F9', t('ui.list.next-tab'), () => setShow(shows[(shows.indexOf(show) + 1) % shows.length] ?? shows[0]));
  const filtered = filters !== noFilters;
  const clear = (
    <ActionButton
      className={classes['clear']}
      label={t('ui.list.clear-filters')}
      keys="Shift+F5"
      icon={<IconFilterOff size={20} />}
      disabled={!filtered}
      onAct={() => setFilters(noFilters)}
    />
  );
  return (
    <ListPage
      head={
        <>
          <div className={classes['verdict']}>
            <FeedbackBanner slim idle={t(`${words}.list.idle`)} />
            <ScanField width="18rem" />
          </div>
          <ListFilters
            words={words}
            fields={props.filters(listed)}
            tracks={props.filterTracks}
            values={filters}
            onChange={(name, value) => setFilters({ ...filters, [name]: value })}
          >
            {clearInFilters ? clear : null}
          </ListFilters>
        </>
      }
      tabs={
        <SegmentedControl
          value={show}
          onChange={(value) => setShow(shows.find((one) => one === value) ?? shows[0])}
          data={shows.map((value) => ({ value, label: t(`${words}.show.${value}`) }))}
          aria-label={t(`${words}.show`)}
        />
      }
      count={t('ui.list.showing', { matching: format.count(listed.matching), total: format.count(listed.total) })}
      listed={listed}
      actions={
        <>
          {clearInFilters ? null : clear}
          <ActionButton
            label={t(`${words}.list.open`)}
            keys="F4"
            variant="filled"
            icon={<IconBarcode size={20} />}
            disabled={selected === null}
            busy={props.opening}
            data-testid="open-chosen"
            onAct={() => {
              if (selected !== null) onOpen(selected);
            }}
          />
        </>
      }
    >
      <DataTable
        main
        label={t(`${words}.show.${show}`)}
        rows={rows}
        total={listed.matching}
        onNearEnd={listed.more}
        columns={props.columns}
        rowKey={rowKey}
        rowTestId={props.rowTestId}
        selected={selected === null ? null : rowKey(selected)}
        onSelect={setChosen}
        onOpen={onOpen}
        tone={props.tone}
        busy={listed.busy}
        empty={
          <EmptyState
            title={t(`${words}.list.none`)}
            hint={t(filtered ? 'ui.list.none-filtered' : `${words}.list.none-${show}`)}
          />
        }
      />
    </ListPage>
  );
}

export interface ListPageProps {
  readonly head?: ReactNode;
  readonly tabs?: ReactNode;
  readonly count: string;
  readonly listed: Pick<Paged<ListMethod>, 'busy' | 'faults' | 'refresh'>;
  readonly actions: ReactNode;
  readonly children: ReactNode;
}

/** A page that is one list: how many there are, what can be done with the chosen row, and the rows. */
export function ListPage({ head, tabs, count, listed, actions, children }: ListPageProps): ReactElement {
  const t = useT();
  return (
    <div className={classes['page']}>
      {head}
      <div className={classes['bar']}>
        {tabs}
        <span className={classes['count']} role="status" data-testid="result-count">
          {count}
        </span>
        <ActionButton label={t('ui.list.refresh')} keys="F5" icon={<IconRefresh size={20} />} onAct={listed.refresh} />
        {actions}
      </div>
      <FaultList faults={listed.faults} />
      <Panel fill flush>
        {children}
      </Panel>
    </div>
  );
}
