import { useT } from '@serialbridge/ui/i18n';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useCallback, useEffect, useId, useRef, useState } from 'react';
import type { KeyboardEvent, MouseEvent, ReactElement, ReactNode } from 'react';
import { useLocation } from 'wouter';
import classes from './record-table.module.css';

export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  /** A grid track: `8rem`, `minmax(12rem, 2fr)`. */
  readonly width?: string;
  readonly align?: 'end';
  readonly renderCell: (row: Row) => ReactNode;
}

export interface RecordTableProps<Row> {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly rowKey: (row: Row) => string;
  /** Address that Enter and a click open. */
  readonly href?: ((row: Row) => string | null) | undefined;
  readonly testId?: string | undefined;
  readonly rowTestId?: string | undefined;
  readonly empty: ReactNode;
  readonly loading?: boolean | undefined;
  readonly loadingMore?: boolean | undefined;
  readonly onNearEnd?: (() => void) | undefined;
  readonly tone?: ((row: Row) => 'bad' | 'caution' | 'muted' | undefined) | undefined;
  /** Where the table was scrolled to is kept under this name while the console is open. */
  readonly memory?: string | undefined;
}

const ROW = 2.15;
const rem = (): number => Number.parseFloat(getComputedStyle(document.documentElement).fontSize || '16') || 16;
/** Before the first layout, and where there is none (tests), as if this much were visible. */
const INITIAL = { width: 1200, height: 700 };
const scrolled = new Map<string, number>();

/** A million rows like ten: only those in sight exist. Arrows, Page, Home and End move, Enter opens. */
export function RecordTable<Row>(props: RecordTableProps<Row>): ReactElement {
  const {
    label,
    rows,
    columns,
    rowKey,
    href,
    empty,
    loading = false,
    loadingMore = false,
    onNearEnd,
    tone,
    memory,
  } = props;
  const t = useT();
  const id = useId();
  const [, navigate] = useLocation();
  const scroller = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState(0);
  const height = Math.round(ROW * rem());
  // The compiler that this rule is about is not used here; the rows are memoised by hand.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 12,
    initialRect: INITIAL,
    initialOffset: (memory === undefined ? undefined : scrolled.get(memory)) ?? 0,
  });
  useEffect(() => {
    if (memory === undefined) return undefined;
    const box = scroller.current;
    const keep = (): void => {
      if (box !== null) scrolled.set(memory, box.scrollTop);
    };
    box?.addEventListener('scroll', keep, { passive: true });
    return () => box?.removeEventListener('scroll', keep);
  }, [memory]);
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  useEffect(() => {
    if (last >= rows.length - 40) onNearEnd?.();
  }, [last, rows.length, onNearEnd]);

  const openRow = (row: Row | undefined): void => {
    const to = row === undefined ? null : (href?.(row) ?? null);
    if (to !== null) navigate(to);
  };
  const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? INITIAL.height) / height) - 1);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== scroller.current) return;
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: current + 1,
      ArrowUp: current - 1,
      PageDown: current + page,
      PageUp: current - page,
      Home: 0,
      End: rows.length - 1,
    };
    const to = moves[event.key];
    if (to !== undefined) {
      const next = Math.max(0, Math.min(rows.length - 1, to));
      setCurrent(next);
      virtual.scrollToIndex(next);
    } else if (event.key === 'Enter') openRow(rows[current]);
    else return;
    event.preventDefault();
  };
  const onClick = (event: MouseEvent, index: number): void => {
    setCurrent(index);
    // Links and buttons in a cell do their own work; a person who marked text wanted the text.
    const own = event.target instanceof Element && event.target.closest('a, button, input, label') !== null;
    if (!own && (window.getSelection()?.toString() ?? '') === '') openRow(rows[index]);
  };

  // Rows keep what they were given while others scroll by, so that only new ones are drawn.
  const clicked = useRef(onClick);
  useEffect(() => {
    clicked.current = onClick;
  });
  const onRowClick = useCallback((event: MouseEvent, index: number) => clicked.current(event, index), []);
  const template = columns.map((column) => column.width ?? 'minmax(0, 1fr)').join(' ');
  return (
    <div
      className={classes['table']}
      role="grid"
      aria-label={label}
      aria-busy={loading || loadingMore}
      aria-rowcount={rows.length + 1}
      data-testid={props.testId}
    >
      <div className={classes['head']} role="row" style={{ gridTemplateColumns: template }}>
        {columns.map((column) => (
          <div key={column.key} role="columnheader" className={classes['title']} data-align={column.align}>
            {column.title}
          </div>
        ))}
      </div>
      {rows.length === 0 ? <div className={classes['wait']}>{loading ? t('console.loading') : empty}</div> : null}
      <div
        ref={scroller}
        className={classes['scroller']}
        hidden={rows.length === 0}
        role="rowgroup"
        tabIndex={0}
        aria-label={label}
        aria-activedescendant={`${id}-${current}`}
        onKeyDown={onKeyDown}
      >
        <div className={classes['rows']} style={{ height: virtual.getTotalSize() + (loadingMore ? height : 0) }}>
          {items.map((item) => {
            const row = rows[item.index];
            if (row === undefined) return null;
            return (
              <Row
                key={rowKey(row)}
                row={row}
                index={item.index}
                id={`${id}-${item.index}`}
                name={rowKey(row)}
                columns={columns}
                template={template}
                height={height}
                start={item.start}
                current={item.index === current}
                opens={href !== undefined}
                tone={tone?.(row)}
                testId={props.rowTestId}
                onClick={onRowClick}
              />
            );
          })}
          {loadingMore ? (
            <div className={classes['foot']} style={{ top: virtual.getTotalSize() }}>
              {t('console.loading')}
            </div>
          ) : null}
        </div>
      </div>
    </div>
  );
}

interface RowProps<Data> {
  readonly row: Data;
  readonly index: number;
  readonly id: string;
  readonly name: string;
  readonly columns: readonly Column<Data>[];
  readonly template: string;
  readonly height: number;
  readonly start: number;
  readonly current: boolean;
  readonly opens: boolean;
  readonly tone: 'bad' | 'caution' | 'muted' | undefined;
  readonly testId: string | undefined;
  readonly onClick: (event: MouseEvent, index: number) => void;
}

function PlainRow<Data>(props: RowProps<Data>): ReactElement {
  const { row, index, columns, template, height, start } = props;
  return (
    <div
      id={props.id}
      role="row"
      className={classes['row']}
      data-testid={props.testId}
      data-key={props.name}
      data-open={props.opens || undefined}
      data-current={props.current || undefined}
      data-tone={props.tone}
      aria-rowindex={index + 2}
      style={{ gridTemplateColumns: template, height, transform: `translateY(${start}px)` }}
      onClick={(event) => props.onClick(event, index)}
    >
      {columns.map((column) => (
        <div key={column.key} role="gridcell" className={classes['cell']} data-align={column.align}>
          {column.renderCell(row)}
        </div>
      ))}
    </div>
  );
}

const Row = memo(PlainRow) as typeof PlainRow;
