import type { Column } from '@serialbridge/ui/components';
import type { CentralClient } from '@serialbridge/client/central';
import { useMemo, type ReactElement, type ReactNode } from 'react';
import { useSearchParams } from 'wouter';
import { usePages, type Page as PageOf, type PageRequest } from '../api/use-pages.ts';
import { FilterBar } from './filter-bar.tsx';
import filterClasses from './filter-bar.module.css';
import { queryOf, type FilterField } from './filters.ts';
import { Page } from './page.tsx';
import { MatchingCount, PagedTable } from './paged-table.tsx';
import type { RecordTableProps } from './record-table.tsx';

type Query = Record<string, string | number | boolean>;

export interface ListPageProps<Row> extends Pick<
  RecordTableProps<Row>,
  'rowKey' | 'href' | 'onOpen' | 'tone' | 'empty'
> {
  /** Name of the list in keys and test ids: `unit` makes `unit-table` and `unit-row`. */
  readonly name: string;
  readonly title: string;
  readonly fields: readonly FilterField[];
  readonly columns: readonly Column<Row>[];
  readonly read: (central: CentralClient, query: Query & PageRequest) => Promise<PageOf<Row>>;
  readonly renderActions?: ((query: Query) => ReactNode) | undefined;
}

/** A list of records with its filters: what most pages are. */
export function ListPage<Row>(props: ListPageProps<Row>): ReactElement {
  const { name, title, fields, columns, read, renderActions, ...table } = props;
  const [search] = useSearchParams();
  const text = search.toString();
  // The declaration of the filters is new on every render; what counts is the address.
  // oxlint-disable-next-line react/exhaustive-deps
  const query = useMemo(() => queryOf(fields, new URLSearchParams(text)), [text, name]);
  const key = useMemo(() => [name, query], [name, query]);
  const pages = usePages<Row>(key, (central, page) => read(central, { ...query, ...page }), table.rowKey);
  return (
    <Page title={title} actions={renderActions?.(query)} testId={`${name}-list`}>
      <FilterBar fields={fields}>
        <span className={filterClasses['count']}>
          <MatchingCount pages={pages} />
        </span>
      </FilterBar>
      <PagedTable
        {...table}
        pages={pages}
        columns={columns}
        label={title}
        testId={`${name}-table`}
        rowTestId={`${name}-row`}
        memory={`${name}?${text}`}
      />
    </Page>
  );
}
