import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useRef, type KeyboardEvent, type ReactElement, type ReactNode } from 'react';
import classes from './data-table.module.css';
import { useMainKeys } from './use-main-keys.ts';

export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  /** A grid track: `8rem`, `minmax(12rem, 2fr)`. */
  readonly width?: string;
  readonly align?: 'start' | 'end';
  readonly cell: (row: Row) => ReactNode;
}

export interface DataTableProps<Row> {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly rowKey: (row: Row) => string;
  readonly selected: string | null;
  readonly onSelect: (key: string) => void;
  /** Enter, or a double click. */
  readonly onOpen?: (row: Row) => void;
  readonly empty: ReactNode;
  readonly busy?: boolean;
  /** Rows in all, when more can be loaded than are here. */
  readonly total?: number;
  readonly onNearEnd?: () => void;
  /** A mark at the row's edge, never the only sign. */
  readonly tone?: (row: Row) => 'good' | 'done' | 'caution' | 'bad' | undefined;
  /** `data-testid` of the rows; each carries its key in `data-key`. */
  readonly rowTestid?: string;
  /** In px at 16 px root. */
  readonly rowHeight?: number;
  /** The page's main list: its keys act when no field has the focus. */
  readonly main?: boolean;
}

const rem = (px: number): number =>
  (px * Number.parseFloat(getComputedStyle(document.documentElement).fontSize || '16')) / 16;
/** Before the first layout, and where there is none (tests), as if this much were visible. */
const INITIAL = { width: 1000, height: 600 };

/** Ten thousand rows like ten: only those in sight exist. Arrows, Page, Home and End move, Enter opens. */
export function DataTable<Row>(props: DataTableProps<Row>): ReactElement {
  const {
    label,
    rows,
    columns,
    rowKey,
    selected,
    onSelect,
    onOpen,
    empty,
    busy = false,
    total = rows.length,
    onNearEnd,
    tone,
    rowTestid,
    rowHeight = 44,
    main = false,
  } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const height = rem(rowHeight);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 8,
    initialRect: INITIAL,
  });
  const index = selected === null ? -1 : rows.findIndex((row) => rowKey(row) === selected);
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  useEffect(() => {
    if (last >= rows.length - 20 && rows.length < total) onNearEnd?.();
  }, [last, rows.length, total, onNearEnd]);
  useEffect(() => {
    if (index >= 0) virtual.scrollToIndex(index);
    // Only a new choice scrolls; new rows must not move what a person looks at.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [selected]);

  const go = (to: number): void => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, to))];
    if (row !== undefined) onSelect(rowKey(row));
  };
  const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? INITIAL.height) / height) - 1);
  const onKey = (event: Pick<KeyboardEvent, 'key' | 'preventDefault'>): void => {
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: index + 1,
      ArrowUp: index < 0 ? 0 : index - 1,
      PageDown: index + page,
      PageUp: index - page,
      Home: 0,
      End: rows.length - 1,
    };
    const to = moves[event.key];
    const row = rows[index];
    if (to !== undefined) go(to);
    else if (event.key === 'Enter' && row !== undefined && onOpen !== undefined) onOpen(row);
    else return;
    event.preventDefault();
  };
  useMainKeys(main, onKey);

  const template = { gridTemplateColumns: columns.map((column) => column.width ?? 'minmax(0, 1fr)').join(' ') };
  return (
    <div className={classes['table']} role="grid" aria-label={label} aria-rowcount={total + 1} aria-busy={busy}>
      <div className={classes['head']} role="row" aria-rowindex={1} style={template}>
        {columns.map((column) => (
          <div key={column.key} role="columnheader" className={classes['title']} data-align={column.align}>
            {column.title}
          </div>
        ))}
      </div>
      {rows.length === 0 && !busy ? empty : null}
      <div
        ref={scroller}
        className={classes['scroller']}
        hidden={rows.length === 0}
        role="rowgroup"
        tabIndex={0}
        aria-label={label}
        aria-activedescendant={index >= 0 ? `${id}-${index}` : undefined}
        onKeyDown={onKey}
      >
        <div className={classes['rows']} style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const row = rows[item.index];
            if (row === undefined) return null;
            return (
              <div
                key={rowKey(row)}
                id={`${id}-${item.index}`}
                role="row"
                className={classes['row']}
                aria-rowindex={item.index + 2}
                aria-selected={item.index === index}
                data-tone={tone?.(row)}
                data-testid={rowTestid}
                data-key={rowKey(row)}
                style={{ ...template, height, transform: `translateY(${item.start}px)` }}
                onClick={() => onSelect(rowKey(row))}
                onDoubleClick={() => onOpen?.(row)}
              >
                {columns.map((column) => (
                  <div key={column.key} role="gridcell" className={classes['cell']} data-align={column.align}>
                    {column.cell(row)}
                  </div>
                ))}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
