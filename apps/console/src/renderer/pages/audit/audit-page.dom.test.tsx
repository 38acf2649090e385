import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { createFakeCentral } from '../../../testing/fake-central.ts';
import { FAKE_ID } from '../../../testing/fake-data.ts';
import { renderConsole } from '../../../testing/render-console.tsx';

afterEach(cleanup);

test('audit.page: sentences, newest first; a row opens from what to what, and leads to the record and all its changes', async () => {
  renderConsole(createFakeCentral(), '/audit');
  const [first, second] = await screen.findAllByTestId('audit-row');
  expect(first?.textContent).toContain('Ruth Adler changed the unit price of purchase order line PO-7 · #1 · AC-2201');
  expect(second?.textContent).toContain('dock-pc was paired as Dock 7');
  fireEvent.click(first ?? document.body);
  const entry = await screen.findByTestId('audit-entry');
  const [change] = within(entry).getAllByTestId('audit-change');
  expect([...(change?.querySelectorAll('td, [role="cell"]') ?? [])].map((cell) => cell.textContent)).toEqual([
    'unit price',
    '12.90',
    '14.90',
  ]);
  expect(entry.textContent).toContain('10.0.0.7');
  const links = [...entry.querySelectorAll('a')].map((link) => link.getAttribute('href'));
  expect(links[0]).toBe(`/purchase-orders/${FAKE_ID.event(803)}`);
  expect(links[1]).toContain(`/audit?record=${FAKE_ID.event(803)}&of=PO-7`);
});

test('audit.page: of one record only, until that is taken away', async () => {
  renderConsole(createFakeCentral(), `/audit?record=${FAKE_ID.event(805)}&of=Dock%207`);
  expect(await screen.findAllByTestId('audit-row')).toHaveLength(1);
  fireEvent.click(screen.getByLabelText('Only Dock 7'));
  expect((await screen.findAllByTestId('audit-row')).length).toBeGreaterThan(0);
  expect(screen.queryByLabelText('Only Dock 7')).toBeNull();
});

test('audit.page: whoever lacks the right is told so, and sees no link to the changes of a record', async () => {
  renderConsole(createFakeCentral({ role: 'supervisor' }), '/audit');
  expect(await screen.findByText(/needs the right/u)).toBeTruthy();
  cleanup();
  renderConsole(createFakeCentral({ role: 'supervisor' }), '/operators');
  await screen.findAllByTestId('operator-row');
  expect(screen.queryAllByTestId('changes-of')).toEqual([]);
  cleanup();
  renderConsole(createFakeCentral(), '/operators');
  expect((await screen.findAllByTestId('changes-of')).length).toBeGreaterThan(0);
});
