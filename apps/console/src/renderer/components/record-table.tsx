import { DataTable, type DataTableProps } from '@serialbridge/ui/components';
import { useT } from '@serialbridge/ui/i18n';
import type { ReactElement } from 'react';
import { useLocation } from 'wouter';
import classes from './list-page.module.css';

export interface RecordTableProps<Row> extends Pick<
  DataTableProps<Row>,
  'label' | 'rows' | 'columns' | 'rowKey' | 'testId' | 'rowTestId' | 'empty' | 'onNearEnd' | 'tone' | 'memory'
> {
  /** Address that Enter and a click open. */
  readonly href?: ((row: Row) => string | null) | undefined;
  /** What Enter and a click do instead, for a row without an address. */
  readonly onOpen?: ((row: Row) => void) | undefined;
  readonly loading?: boolean | undefined;
  /** Central has more of them. */
  readonly more?: boolean | undefined;
  readonly loadingMore?: boolean | undefined;
}

/** Records of central in the shared table: a row leads to its own page. */
export function RecordTable<Row>(props: RecordTableProps<Row>): ReactElement {
  const { href, onOpen, loading = false, more = false, loadingMore = false, empty, ...table } = props;
  const t = useT();
  const [, navigate] = useLocation();
  const open = (row: Row): void => {
    const to = href?.(row) ?? null;
    if (to !== null) navigate(to);
    else onOpen?.(row);
  };
  return (
    <DataTable
      {...table}
      total={table.rows.length + (more ? 1 : 0)}
      dense
      opensOnClick={href !== undefined || onOpen !== undefined}
      onOpen={open}
      empty={<div className={classes['wait']}>{loading ? t('console.loading') : empty}</div>}
      {...(loadingMore ? { foot: t('console.loading') } : {})}
    />
  );
}
