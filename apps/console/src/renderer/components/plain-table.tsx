import type { Column } from '@serialbridge/ui/components';
import type { ReactElement, ReactNode } from 'react';
import classes from './plain-table.module.css';

interface PlainTableProps<Row> {
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly rowKey: (row: Row) => string;
  readonly empty: ReactNode;
  readonly testId?: string;
  readonly rowTestId?: string;
}

/** A table of few rows that stands in a page and prints whole. */
export function PlainTable<Row>({
  rows,
  columns,
  rowKey,
  empty,
  testId,
  rowTestId,
}: PlainTableProps<Row>): ReactElement {
  return (
    <div className={classes['wrap']}>
      <table className={classes['table']} data-testid={testId}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.key}
                data-align={column.align}
                scope="col"
                style={column.width === undefined ? undefined : { width: column.width }}
              >
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)} data-testid={rowTestId} data-key={rowKey(row)}>
              {columns.map((column) => (
                <td key={column.key} data-align={column.align}>
                  {column.renderCell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 ? <p className={classes['empty']}>{empty}</p> : null}
    </div>
  );
}
