import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { createFakeCentral } from '../../../testing/fake-central.ts';
import { renderConsole } from '../../../testing/render-console.tsx';

afterEach(cleanup);

async function drop(text: string): Promise<void> {
  const file = new File([text], 'products.csv', { type: 'text/csv' });
  fireEvent.change(await screen.findByTestId('import-file'), { target: { files: [file] } });
}

test('import: every row’s errors are listed with row, column, what to do and rule', async () => {
  renderConsole(createFakeCentral(), '/import');
  await drop('sku,name,serial_policy\nA,Thing,wrong\nB,Thing,required\nC,Thing,wrong\n');
  const rows = await screen.findAllByTestId('import-error');
  expect(screen.getByTestId('import-result').dataset['state']).toBe('refused');
  expect(rows).toHaveLength(4);
  expect(rows.map((row) => [...row.children].map((cell) => cell.textContent))).toContainEqual([
    '4',
    'serial_policy',
    'Row 4: "wrong" is none of none, ship-only, optional, required.',
    'csv.value',
  ]);
  expect(screen.queryByTestId('import-run')).toBeNull();
});

test('import: a file is tried first and written only on demand', async () => {
  const central = createFakeCentral();
  renderConsole(central, '/import');
  await drop('sku,name,serial_policy\nA,Thing,required\nB,Thing,none\n');
  const run = await screen.findByTestId('import-run');
  const sent = (): string[] =>
    central.requests.map(({ call }) => call).filter((call) => call.startsWith('POST /api/imports/products?'));
  expect(sent()).toHaveLength(1);
  expect(sent()[0]).toContain('dry_run=true');
  fireEvent.click(run);
  await waitFor(() => expect(screen.getByTestId('import-result').dataset['state']).toBe('done'));
  await screen.findByTestId('import-again');
  expect(sent()[1]).toContain('dry_run=false');
});

test('import: a file of other headings is mapped by its columns, and what is missing is said first', async () => {
  const central = createFakeCentral();
  renderConsole(central, '/import');
  await drop('Item,name,Colour\nA,Thing,red\nB,Thing,blue\n');
  const panel = await screen.findByTestId('import-reading');
  expect(panel.dataset['by']).toBe('guess');
  expect(screen.getByTestId('import-missing').textContent).toContain('sku');
  expect(screen.getByTestId<HTMLButtonElement>('import-check').disabled).toBe(true);
  const [item] = screen.getAllByTestId('import-column');
  if (item === undefined) throw new Error('the file has columns');
  fireEvent.change(item, { target: { value: 'sku' } });
  fireEvent.click(screen.getByTestId('import-check'));
  await screen.findByTestId('import-run');
  const [sent = ''] = central.requests.map(({ call }) => call).filter((call) => call.includes('dry_run=true'));
  const reading = JSON.parse(new URLSearchParams(sent.split('?')[1]).get('reading') ?? '{}') as object;
  expect(reading).toMatchObject({
    heading: true,
    columns: [
      { name: 'sku', from: 'Item' },
      { name: 'name', from: 'name' },
    ],
  });
});

test('import: an operator reads who may', async () => {
  renderConsole(createFakeCentral({ role: 'operator' }), '/import');
  expect(await screen.findByText('This needs the right “Bring lists in from files”.')).toBeTruthy();
});
