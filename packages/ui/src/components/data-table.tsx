import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useCallback, useEffect, useId, useRef, useState } from 'react';
import type { KeyboardEvent, MouseEvent, ReactElement, ReactNode } from 'react';
import classes from './data-table.module.css';
import { useMainKeys } from './use-main-keys.ts';

export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  /** A grid track: `8rem`, `minmax(12rem, 2fr)`. */
  readonly width?: string;
  readonly align?: 'end';
  readonly renderCell: (row: Row) => ReactNode;
}

type RowTone = 'good' | 'done' | 'caution' | 'bad' | 'muted';

export interface DataTableProps<Row> {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly rowKey: (row: Row) => string;
  /** The chosen row, where the page acts on it. Left out: the table keeps it, and shows it while it has the focus. */
  readonly selected?: string | null;
  readonly onSelect?: (key: string) => void;
  /** Enter, and a double click. */
  readonly onOpen?: ((row: Row) => void) | undefined;
  /** One click opens, as a link does. */
  readonly opensOnClick?: boolean;
  readonly empty: ReactNode;
  readonly busy?: boolean | undefined;
  /** Rows in all, when more can be loaded than are here. */
  readonly total?: number;
  readonly onNearEnd?: (() => void) | undefined;
  /** Stands under the last row: more are on their way. */
  readonly foot?: ReactNode;
  /** A mark at the row's edge, never the only sign. */
  readonly tone?: ((row: Row) => RowTone | undefined) | undefined;
  readonly testId?: string | undefined;
  /** `data-testid` of the rows; each carries its key in `data-key`. */
  readonly rowTestId?: string | undefined;
  /** In px at 16 px root: 44 is enough for a thumb. */
  readonly rowHeight?: number;
  /** Low rows, for a desk with a mouse. */
  readonly dense?: boolean;
  /** The page's main list: its keys act when no field has the focus. */
  readonly main?: boolean;
  /** Where the table was scrolled to is kept under this name while the page is open. */
  readonly memory?: string | undefined;
}

const rem = (px: number): number =>
  Math.round((px * (Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16)) / 16);
/** Before the first layout, and where there is none (tests), as if this much were visible. */
const INITIAL = { width: 1000, height: 600 };
/** More rows are asked for while this many are still below. */
const NEAR = 40;
const scrolled = new Map<string, number>();

/** Links and buttons in a cell do their own work; a person who marked text wanted the text. */
function isOnRow(event: MouseEvent): boolean {
  const own = event.target instanceof Element && event.target.closest('a, button, input, label') !== null;
  return !own && (window.getSelection()?.toString() ?? '') === '';
}

/** A million rows like ten: only those in sight exist. Arrows, Page, Home and End move, Enter opens. */
export function DataTable<Row>(props: DataTableProps<Row>): ReactElement {
  const { label, rows, columns, rowKey, selected, onSelect, onOpen, tone, memory } = props;
  const { opensOnClick = false, busy = false, total = rows.length, onNearEnd, foot, main = false } = props;
  const { dense = false, rowHeight = dense ? 34.4 : 44 } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const [own, setOwn] = useState(0);
  const height = rem(rowHeight);
  // The compiler that this rule is about is not used here; the rows are memoised by hand.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 10,
    initialRect: INITIAL,
    initialOffset: (memory === undefined ? undefined : scrolled.get(memory)) ?? 0,
  });
  const index = onSelect === undefined ? own : rows.findIndex((row) => selected !== null && rowKey(row) === selected);
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  useEffect(() => {
    if (memory === undefined) return undefined;
    const box = scroller.current;
    const keep = (): void => {
      if (box !== null) scrolled.set(memory, box.scrollTop);
    };
    box?.addEventListener('scroll', keep, { passive: true });
    return () => box?.removeEventListener('scroll', keep);
  }, [memory]);
  useEffect(() => {
    if (last >= rows.length - NEAR && rows.length < total) onNearEnd?.();
  }, [last, rows.length, total, onNearEnd]);
  useEffect(() => {
    if (onSelect !== undefined && index >= 0) virtual.scrollToIndex(index);
    // Only a new choice scrolls; new rows must not move what a person looks at.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [selected]);

  const choose = (to: number): void => {
    const row = rows[to];
    if (row === undefined) return;
    if (onSelect === undefined) setOwn(to);
    else onSelect(rowKey(row));
  };
  const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? INITIAL.height) / height) - 1);
  const onKey = (event: Pick<KeyboardEvent, 'key' | 'preventDefault'>): void => {
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      PageDown: index + page,
      PageUp: index - page,
      Home: 0,
      End: rows.length - 1,
    };
    const to = moves[event.key];
    const row = rows[index];
    if (to !== undefined) {
      const next = Math.max(0, Math.min(rows.length - 1, to));
      choose(next);
      if (onSelect === undefined) virtual.scrollToIndex(next);
    } else if (event.key === 'Enter' && row !== undefined && onOpen !== undefined) onOpen(row);
    else return;
    event.preventDefault();
  };
  useMainKeys(main, onKey);
  const onMouse = (event: MouseEvent, at: number): void => {
    const opening = event.type === (opensOnClick ? 'click' : 'dblclick') && (!opensOnClick || isOnRow(event));
    const row = rows[at];
    if (event.type === 'click') choose(at);
    if (opening && row !== undefined) onOpen?.(row);
  };
  // Rows keep what they were given while others scroll by, so that only new ones are drawn.
  const mouse = useRef(onMouse);
  useEffect(() => {
    mouse.current = onMouse;
  });
  const onRowMouse = useCallback((event: MouseEvent, at: number) => mouse.current(event, at), []);

  const template = columns.map((column) => column.width ?? 'minmax(0, 1fr)').join(' ');
  const length = virtual.getTotalSize();
  return (
    <div
      className={classes['table']}
      data-dense={dense || undefined}
      role="grid"
      aria-label={label}
      aria-rowcount={total + 1}
      aria-busy={busy}
      data-testid={props.testId}
    >
      <div className={classes['head']} role="row" aria-rowindex={1} style={{ gridTemplateColumns: template }}>
        {columns.map((column) => (
          <div key={column.key} role="columnheader" className={classes['title']} data-align={column.align}>
            {column.title}
          </div>
        ))}
      </div>
      {rows.length === 0 && !busy ? props.empty : null}
      <div
        ref={scroller}
        className={classes['scroller']}
        hidden={rows.length === 0}
        role="rowgroup"
        tabIndex={0}
        aria-label={label}
        aria-activedescendant={index >= 0 ? `${id}-${index}` : undefined}
        onKeyDown={(event) => {
          if (event.target === event.currentTarget) onKey(event);
        }}
      >
        <div className={classes['rows']} style={{ height: length + (foot === undefined ? 0 : height) }}>
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
                current={item.index === index}
                selectable={onSelect !== undefined}
                opens={opensOnClick}
                tone={tone?.(row)}
                testId={props.rowTestId}
                onMouse={onRowMouse}
              />
            );
          })}
          {foot === undefined ? null : (
            <div className={classes['foot']} style={{ top: length }}>
              {foot}
            </div>
          )}
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
  readonly selectable: boolean;
  readonly opens: boolean;
  readonly tone: RowTone | undefined;
  readonly testId: string | undefined;
  readonly onMouse: (event: MouseEvent, index: number) => void;
}

function PlainRow<Data>(props: RowProps<Data>): ReactElement {
  const { row, index, columns, template, height, start, current, selectable } = props;
  const onMouse = (event: MouseEvent): void => props.onMouse(event, index);
  return (
    <div
      id={props.id}
      role="row"
      className={classes['row']}
      data-testid={props.testId}
      data-key={props.name}
      data-opens={props.opens || undefined}
      data-current={(current && !selectable) || undefined}
      data-tone={props.tone}
      aria-rowindex={index + 2}
      aria-selected={selectable ? current : undefined}
      style={{ gridTemplateColumns: template, height, transform: `translateY(${start}px)` }}
      onClick={onMouse}
      onDoubleClick={onMouse}
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
