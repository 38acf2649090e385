import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { createFakeCentral } from '../../../testing/fake-central.ts';
import { FAKE_ID } from '../../../testing/fake-data.ts';
import { renderConsole } from '../../../testing/render-console.tsx';

afterEach(cleanup);

const items = async () => screen.findAllByTestId('history-item');

test('history: every event in the ledger’s order, and the other way round on demand', async () => {
  renderConsole(createFakeCentral(), `/units/${FAKE_ID.unit(2)}`);
  const types = (await items()).map((item) => item.dataset['type']);
  expect(types).toEqual([
    'receipt-line-counted',
    'receipt-saved',
    'unit-moved',
    'unit-packed',
    'order-shipped',
    'unit-packed',
    'order-shipped',
  ]);
  fireEvent.click(screen.getByTestId('history-order'));
  expect((await items()).map((item) => item.dataset['type'])).toEqual(types.toReversed());
});

test('history: says what changed, where, by whom and on what paper', async () => {
  renderConsole(createFakeCentral(), `/units/${FAKE_ID.unit(2)}`);
  const shipped = (await items())[4];
  if (shipped === undefined) throw new Error('no fifth event');
  expect(shipped.textContent).toContain('Packed');
  expect(shipped.textContent).toContain('Sam Ortiz');
  expect(shipped.textContent).toContain('Table 1');
  expect(shipped.textContent).toContain('1Z999AA10123456784');
  expect(within(shipped).getByText('500122').closest('a')?.getAttribute('href')).toBe(`/orders/${FAKE_ID.order(2)}`);
});

test('history: an offline station with a wrong clock shows both clocks, the delay, the override and the case', async () => {
  renderConsole(createFakeCentral(), `/units/${FAKE_ID.unit(2)}`);
  const packed = (await items())[5];
  if (packed === undefined) throw new Error('no sixth event');
  expect(packed.textContent).toContain('Central:');
  expect(packed.textContent).toMatch(/arrived 2 hrs? later/);
  expect(packed.textContent).toContain('Approved by Ruth Adler');
  expect(packed.textContent).toContain('Kept against not in stock');
  expect(within(packed).getByTestId('history-case').getAttribute('href')).toBe(`/cases/${FAKE_ID.case(1)}`);
});

test('units: rows open by keyboard', async () => {
  const { history } = renderConsole(createFakeCentral(), '/units');
  await screen.findAllByTestId('unit-row');
  const [box] = screen.getAllByRole('rowgroup');
  if (box === undefined) throw new Error('no table');
  fireEvent.keyDown(box, { key: 'ArrowDown' });
  fireEvent.keyDown(box, { key: 'Enter' });
  expect(history.at(-1)).toBe(`/units/${FAKE_ID.unit(1)}`);
});

test('units: only rows in sight exist, however many there are', async () => {
  renderConsole(createFakeCentral({ units: 5000 }), '/units');
  expect((await screen.findAllByTestId('unit-row')).length).toBeLessThan(80);
  expect(screen.getByTestId('matching').textContent).toBe('5,000 found');
});

test('history: a time that a station’s clock cannot have had is marked, and no other', async () => {
  renderConsole(createFakeCentral(), `/units/${FAKE_ID.unit(2)}`);
  const marked = (await items()).map((item) => within(item).queryByTestId('clock-wrong')?.textContent ?? null);
  expect(marked.map((text) => text !== null)).toEqual([false, false, false, false, false, true, false]);
  expect(marked[5]).toContain('clock was wrong');
});

test('stations: one whose clock is off says by how much', async () => {
  renderConsole(createFakeCentral(), '/stations');
  const wrong = await screen.findAllByTestId('station-clock-wrong');
  expect(wrong.map((one) => one.textContent)).toEqual([expect.stringContaining('Clock wrong by')]);
});
