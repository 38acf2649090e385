import '../testing/dom/index.ts';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useState, type ReactElement } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { DataTable, type DataTableProps } from './data-table.tsx';

afterEach(cleanup);

type Row = { readonly id: string };
const rows: readonly Row[] = Array.from({ length: 5000 }, (_, n) => ({ id: `r${n}` }));

function Table(props: Partial<DataTableProps<Row>>): ReactElement {
  const [selected, setSelected] = useState<string | null>('r0');
  return (
    <DataTable
      label="Rows"
      rows={rows}
      columns={[{ key: 'id', title: 'Id', renderCell: (row) => row.id }]}
      rowKey={({ id }) => id}
      selected={selected}
      onSelect={setSelected}
      empty={<p>none</p>}
      {...props}
    />
  );
}

const chosen = (): string | null => screen.getAllByRole('row', { selected: true })[0]?.textContent ?? null;

describe('data table', () => {
  it('draws what is in sight of 5000 rows, and says how many there are', () => {
    render(<Table />);
    expect(screen.getAllByRole('row').length).toBeGreaterThan(10);
    expect(screen.getAllByRole('row').length).toBeLessThan(60);
    expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe('5001');
  });

  it('arrows move, Enter opens the chosen row', () => {
    const open = vi.fn<(row: Row) => void>();
    render(<Table onOpen={open} />);
    const body = screen.getByRole('rowgroup');
    fireEvent.keyDown(body, { key: 'ArrowDown' });
    fireEvent.keyDown(body, { key: 'ArrowDown' });
    fireEvent.keyDown(body, { key: 'ArrowUp' });
    expect(chosen()).toBe('r1');
    fireEvent.keyDown(body, { key: 'Enter' });
    expect(open).toHaveBeenCalledWith({ id: 'r1' });
  });

  it('Home does not leave the list', () => {
    render(<Table />);
    const body = screen.getByRole('rowgroup');
    fireEvent.keyDown(body, { key: 'Home' });
    fireEvent.keyDown(body, { key: 'ArrowUp' });
    expect(chosen()).toBe('r0');
  });

  it("the page's main list obeys keys that reach the page itself", () => {
    render(<Table main />);
    fireEvent.keyDown(document.body, { key: 'ArrowDown' });
    expect(chosen()).toBe('r1');
  });

  it('asks for more near the end of what is loaded', () => {
    const more = vi.fn<() => void>();
    render(<Table rows={rows.slice(0, 10)} total={5000} onNearEnd={more} />);
    expect(more).toHaveBeenCalled();
  });

  it('left to itself it keeps the current row; one click opens, a click on a link in a cell does not', () => {
    const open = vi.fn<(row: Row) => void>();
    const columns = [{ key: 'id', title: 'Id', renderCell: (row: Row) => <a href="#other">{row.id}</a> }];
    render(
      <DataTable
        label="Rows"
        rows={rows}
        rowKey={({ id }) => id}
        columns={columns}
        empty=""
        dense
        opensOnClick
        onOpen={open}
      />,
    );
    const [, , second] = screen.getAllByRole('row');
    fireEvent.click(screen.getByText('r1'));
    expect(open).not.toHaveBeenCalled();
    expect(second?.dataset['current']).toBe('true');
    fireEvent.click(second ?? document.body);
    fireEvent.keyDown(screen.getByRole('rowgroup'), { key: 'ArrowDown' });
    fireEvent.keyDown(screen.getByRole('rowgroup'), { key: 'Enter' });
    expect(open.mock.calls).toEqual([[{ id: 'r1' }], [{ id: 'r2' }]]);
  });

  it('an empty table shows its empty text', () => {
    render(<Table rows={[]} />);
    expect(screen.getByText('none')).toBeTruthy();
  });
});
