import { Button } from '@mantine/core';
import { useT } from '@serialbridge/ui/i18n';
import type { ReactElement, ReactNode } from 'react';
import type { Pages } from '../api/use-pages.ts';
import classes from './list-page.module.css';
import { ProblemView } from './problem-view.tsx';
import { RecordTable, type RecordTableProps } from './record-table.tsx';

interface PagedTableProps<Row> extends Omit<
  RecordTableProps<Row>,
  'rows' | 'loading' | 'more' | 'loadingMore' | 'onNearEnd'
> {
  readonly pages: Pages<Row>;
  readonly children?: ReactNode;
}

/** A table over a list of central's: loads on as it is scrolled, and says when there is something new without moving. */
export function PagedTable<Row>({ pages, ...table }: PagedTableProps<Row>): ReactElement {
  const t = useT();
  return (
    <>
      <ProblemView error={pages.error} />
      <div className={classes['box']}>
        {pages.hasNew ? (
          <Button
            className={classes['fresh']}
            size="xs"
            variant="filled"
            onClick={pages.showNew}
            data-testid="show-new"
          >
            {t('console.new-data')}
          </Button>
        ) : null}
        <RecordTable
          {...table}
          rows={pages.rows}
          loading={pages.loading}
          more={pages.more}
          loadingMore={pages.loadingMore}
          onNearEnd={pages.loadMore}
        />
      </div>
    </>
  );
}

/** "1,240 units", or "more than 10,000" where central stopped counting. */
export function MatchingCount({ pages }: { pages: Pages<unknown> }): ReactElement {
  const t = useT();
  const { matching } = pages;
  return (
    <span data-testid="matching">
      {matching === null
        ? ''
        : t(matching.exact ? 'console.matching' : 'console.matching-more', { count: matching.count })}
    </span>
  );
}
