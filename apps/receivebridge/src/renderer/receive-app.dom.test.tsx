import '@serialbridge/ui/testing/dom';
import { readCode } from '@serialbridge/core/gs1';
import type { ReceivingState } from '@serialbridge/protocol/station';
import {
  BADGE,
  product,
  purchaseOrder,
  ROUTER,
  ROUTER_UPC,
  TestStation,
} from '@serialbridge/testing/station/small-warehouse';
import { renderStation, type RenderedStation } from '@serialbridge/ui/testing/render';
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ReceiveApp } from './receive-app.tsx';

vi.setConfig({ testTimeout: 60_000 });

let dock: TestStation | null = null;
let view: RenderedStation | null = null;

afterEach(async () => {
  view?.close();
  cleanup();
  await dock?.end();
});

interface Started {
  readonly dock: TestStation;
  readonly view: RenderedStation;
  readonly receiving: () => ReceivingState;
}

/** The screens over the real host, in memory: three purchase orders, and Ann has signed in. */
async function start(): Promise<Started> {
  const started = new TestStation('receivebridge', {
    rows: [
      ['purchase_order', purchaseOrder('PO-2')],
      ['purchase_order', purchaseOrder('PO-30')],
      ['product', product(ROUTER, 'ROUTER', 'required', { serial_pattern: 'SN[0-9]{6}' })],
    ],
  });
  dock = started;
  await started.scan(BADGE);
  const shown = renderStation(started.host, <ReceiveApp />);
  view = shown;
  await screen.findByText('PO-1');
  return { dock: started, view: shown, receiving: () => started.state('receiving') };
}

const scan = (shown: RenderedStation, text: string): Promise<void> =>
  act(() => shown.session.submitScan({ via: 'wedge', ...readCode(text) }));
const press = (key: string): void => void fireEvent.keyDown(document.body, { key });
const chosenRow = (): string | null => screen.getByRole('row', { selected: true }).textContent;
const headline = (): string => screen.getByTestId('verdict-headline').textContent ?? '';

function failed(): never {
  throw new Error('nothing is shown');
}

async function openDocument(): Promise<Started> {
  const started = await start();
  await scan(started.view, 'PO-1');
  await screen.findByTestId('prompt');
  return started;
}

describe('receiving screens', () => {
  it('the list says how many of how many, and Enter opens the chosen document', async () => {
    const { receiving } = await start();
    await waitFor(() => expect(screen.getByTestId('result-count').textContent).toBe('Showing 3 of 3'));
    const before = chosenRow();
    press('ArrowDown');
    await waitFor(() => expect(chosenRow()).not.toBe(before));
    const chosen = chosenRow();
    press('Enter');
    expect(await screen.findByTestId('prompt')).toBeTruthy();
    expect(receiving().session?.document_kind).toBe('purchase_order');
    expect(chosen).toContain(receiving().session?.number);
  });

  it('Enter right behind an arrow opens the document that the arrow chose, not the one before', async () => {
    const { receiving } = await start();
    await screen.findByText('PO-2');
    expect(chosenRow()).toContain('PO-1');
    press('ArrowDown');
    press('Enter');
    expect(await screen.findByTestId('prompt')).toBeTruthy();
    expect(receiving().session?.number).toBe('PO-2');
  });

  it('a filter asks the host again', async () => {
    await start();
    fireEvent.change(screen.getByLabelText('PO #'), { target: { value: 'PO-3' } });
    await waitFor(() => expect(screen.getByTestId('result-count').textContent).toBe('Showing 1 of 3'));
    expect(screen.getByText('PO-30')).toBeTruthy();
  });

  it('a product, then its serials: the count and the prompt follow the host', async () => {
    const { view: shown } = await openDocument();
    expect(screen.getByTestId('prompt').textContent).toContain('Scan a product');
    await scan(shown, ROUTER_UPC);
    await waitFor(() => expect(screen.getByTestId('prompt').textContent).toContain('Scan serial 1 of 5'));
    for (const serial of ['SN100001', 'SN100002']) await scan(shown, serial);
    await waitFor(() => expect(screen.getByTestId('count-done').textContent).toBe('2'));
    expect(screen.getByTestId('prompt').textContent).toContain('Scan serial 3 of 5');
    expect(within(screen.getByTestId('last-scans')).getAllByRole('listitem')).toHaveLength(4);
  });

  it('a refused serial shows every rule that failed and counts nothing', async () => {
    const { view: shown } = await openDocument();
    await scan(shown, ROUTER_UPC);
    await scan(shown, 'BAD1');
    expect(screen.getByTestId('feedback').dataset['level']).toBe('refused');
    expect(document.documentElement.dataset['lastSound']).toBe('refused');
    expect(headline()).toContain('too short');
    expect(within(screen.getByTestId('feedback')).getAllByRole('listitem')).toHaveLength(1);
    expect(screen.getByTestId('count-done').textContent).toBe('0');
  });

  it('F4 marks a quantity; the serials it lacks are named as what keeps it from being saved', async () => {
    const { view: shown, receiving } = await openDocument();
    await scan(shown, ROUTER_UPC);
    press('F4');
    const quantity = await screen.findByTestId('mark-quantity');
    fireEvent.change(quantity, { target: { value: '3' } });
    fireEvent.keyDown(quantity, { key: 'Enter' });
    await waitFor(() => expect(receiving().session?.units_counted).toBe(3));
    await waitFor(() => expect(screen.getByTestId('blockers').textContent).toContain('3 serials are missing'));
    press('F8');
    await waitFor(() => expect(document.documentElement.dataset['lastSound']).toBe('refused'));
    expect(headline()).toContain('3 serials are missing');
  });

  it('a scan into an open dialog is refused aloud and reaches no document', async () => {
    const { view: shown, receiving } = await openDocument();
    await scan(shown, ROUTER_UPC);
    press('F4');
    await screen.findByTestId('mark-quantity');
    await scan(shown, 'SN100001');
    expect(screen.getByTestId('verdict-headline').dataset['code']).toBe('ui.scan.dialog-open');
    expect(receiving().session).toMatchObject({ units_counted: 0, serials_counted: 0 });
    expect(receiving().last_scans[0]?.text).toBe(ROUTER_UPC);
    await scan(shown, '*SB:CANCEL*');
    await waitFor(() => expect(screen.queryByTestId('mark-quantity')).toBeNull());
  });

  it('many serials: all bad rows at once, nothing entered before a person says so', async () => {
    const { view: shown, receiving } = await openDocument();
    await scan(shown, ROUTER_UPC);
    press('F6');
    fireEvent.change(await screen.findByTestId('bulk-text'), { target: { value: 'SN200001\nBAD1\nSN200002\nBAD2' } });
    press('F7');
    await waitFor(() => expect(screen.getByTestId('bulk-state').textContent).toContain('4 read: 2 good, 2 refused'));
    const bad = within(screen.getByTestId('bad-rows'));
    expect(bad.getByText('BAD1')).toBeTruthy();
    expect(bad.getByText('BAD2')).toBeTruthy();
    expect(receiving().session?.serials_counted).toBe(0);
    press('F9');
    await waitFor(() => expect(receiving().session?.serials_counted).toBe(2));
  });

  it('undo asks the host to take the last scan back', async () => {
    const { view: shown, receiving } = await openDocument();
    await scan(shown, ROUTER_UPC);
    await scan(shown, 'SN100001');
    await waitFor(() => expect(screen.getByTestId('count-done').textContent).toBe('1'));
    fireEvent.keyDown(document.body, { key: 'z', ctrlKey: true });
    await waitFor(() => expect(screen.getByTestId('count-done').textContent).toBe('0'));
    expect(screen.getByTestId('verdict-headline').dataset['code']).toBe('receiving.undone');
    expect(receiving().session?.serials_counted).toBe(0);
  });
});

describe('codes that are none of what a dialog wants', () => {
  it('the bin dialog refuses them by name, and takes the bin', async () => {
    await openDocument();
    press('F9');
    const dialog = await screen.findByRole('dialog');
    await scan(view ?? failed(), ']C13024');
    expect(dialog.textContent).toContain("Scan the bin's label.");
    await scan(view ?? failed(), 'https://example.com/bin/1');
    expect(dialog.textContent).toContain('web address');
    await scan(view ?? failed(), 'NO-SUCH-BIN');
    expect(dialog.textContent).not.toContain('web address');
    expect(dialog.textContent).toContain('NO-SUCH-BIN');
  });

  it('the serials dialog refuses them by name', async () => {
    await openDocument();
    press('F7');
    const dialog = await screen.findByRole('dialog');
    await scan(view ?? failed(), ']E05901234123457');
    expect(dialog.textContent).toContain('barcode of a product');
    await scan(view ?? failed(), '1Z999AA10123456784');
    await waitFor(() => expect(dialog.textContent).toContain("carrier's tracking number"));
  });
});
