import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { outboxHeader, outboxSignature } from '@serialbridge/protocol/sync';
import { afterEach, expect, test } from 'vitest';
import { createFakeCentral } from '../../../testing/fake-central.ts';
import { renderConsole } from '../../../testing/render-console.tsx';

afterEach(cleanup);

const ID = '00000000-0000-7000-8000-000000000001';
const HEAD = outboxHeader({
  tenant_id: ID,
  station_id: ID,
  station_name: 'Dock 7',
  incarnations: [],
  events: 0,
  exported_at: 1_779_000_000_000,
  software: 'test',
  key_id: 'a'.repeat(32),
  public_key: 'A'.repeat(43),
});

async function choose(text: string): Promise<void> {
  const open = await screen.findByTestId('outbox-open');
  open.focus();
  fireEvent.click(open);
  const file = new File([text], 'dock.sboutbox');
  fireEvent.change(await screen.findByTestId('outbox-file'), { target: { files: [file] } });
}

test('outbox: says whose file it is before it is sent, then what came of it, and keeps who imported it', async () => {
  const central = createFakeCentral();
  renderConsole(central, '/stations');
  await choose(`${HEAD}${outboxSignature('a'.repeat(32), 'A'.repeat(86))}`);
  expect(await screen.findByText('Dock 7')).toBeTruthy();
  expect(central.requests.some(({ call }) => call.startsWith('POST'))).toBe(false);
  fireEvent.submit(screen.getByTestId('outbox-dialog'));
  expect((await screen.findByTestId('outbox-verdict')).textContent).toContain('Dock 7');
  expect(central.requests.map(({ call }) => call)).toContain('POST /api/outbox-imports?file_name=dock.sboutbox');
  fireEvent.submit(screen.getByTestId('outbox-dialog'));
  await waitFor(() => expect(screen.getAllByTestId('outbox-row')[0]?.textContent).toContain('Ruth Adler'));
  expect(document.activeElement).toBe(screen.getByTestId('outbox-open'));
});

test('outbox.incomplete: every fault is shown with its line, and another file can be chosen', async () => {
  renderConsole(createFakeCentral(), '/stations');
  await choose(`${HEAD}{"seq"`);
  await screen.findByText('Dock 7');
  fireEvent.submit(screen.getByTestId('outbox-dialog'));
  expect((await screen.findByTestId('problem')).textContent).toContain('outbox.incomplete');
  expect(screen.getByTestId('outbox-file')).toBeTruthy();
});

test('outbox: only who manages stations may', async () => {
  renderConsole(createFakeCentral({ role: 'supervisor' }), '/stations');
  expect((await screen.findByTestId<HTMLButtonElement>('outbox-open')).disabled).toBe(true);
});

test('backup: the first page warns when there was none', async () => {
  renderConsole(createFakeCentral(), '/');
  const line = await screen.findByTestId('backup-line');
  expect(line.dataset['due']).toBeUndefined();
  expect(line.textContent).toContain('cron@central');
});
