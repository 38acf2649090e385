import { readCode } from '@serialbridge/core/gs1';
import '@serialbridge/ui/testing/dom';
import { fakeReceivingStation, type FakeStation } from '@serialbridge/ui/testing';
import { renderStation, type RenderedStation } from '@serialbridge/ui/testing/render';
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ReceiveApp } from './receive-app.tsx';

vi.setConfig({ testTimeout: 60_000 });

let station: RenderedStation | null = null;

afterEach(() => {
  station?.close();
  cleanup();
});

async function start(): Promise<{ fake: FakeStation; view: RenderedStation }> {
  const fake = fakeReceivingStation();
  const view = renderStation(fake, <ReceiveApp />);
  station = view;
  await screen.findByText('PO-12344');
  return { fake, view };
}

const scan = (view: RenderedStation, text: string): Promise<void> =>
  act(() => view.session.submitScan({ via: 'wedge', ...readCode(text) }));
const press = (key: string): void => void fireEvent.keyDown(document.body, { key });
const methods = (fake: FakeStation): readonly string[] => fake.calls.map(({ method }) => method);
const headline = (): string => screen.getByTestId('verdict-headline').textContent ?? '';

async function openDocument(): Promise<{ fake: FakeStation; view: RenderedStation }> {
  const started = await start();
  await scan(started.view, 'PO-12344');
  await screen.findByTestId('prompt');
  return started;
}

describe('receiving screens', () => {
  it('the list says how many of how many, and Enter opens the chosen document', async () => {
    const { fake } = await start();
    await waitFor(() => expect(screen.getByTestId('result-count').textContent).toMatch(/^Showing \d+ of 431$/u));
    press('ArrowDown');
    press('Enter');
    expect(await screen.findByTestId('prompt')).toBeTruthy();
    expect(fake.calls.find(({ method }) => method === 'receiving.open_document')?.params).toMatchObject({
      document_kind: 'purchase_order',
    });
  });

  it('a filter asks the host again', async () => {
    const { fake } = await start();
    fireEvent.change(screen.getByLabelText('PO #'), { target: { value: '12345' } });
    await waitFor(() =>
      expect(fake.calls.at(-1)).toMatchObject({
        method: 'receiving.list_documents',
        params: { number: '12345', offset: 0 },
      }),
    );
  });

  it('a product, then its serials: the count and the prompt follow the host', async () => {
    const { view } = await openDocument();
    expect(screen.getByTestId('prompt').textContent).toContain('Scan a product');
    await scan(view, '0194252056639');
    await waitFor(() => expect(screen.getByTestId('prompt').textContent).toContain('Scan serial 1 of 5'));
    for (const serial of ['SN100001', 'SN100002']) await scan(view, serial);
    await waitFor(() => expect(screen.getByTestId('count-done').textContent).toBe('2'));
    expect(screen.getByTestId('prompt').textContent).toContain('Scan serial 3 of 5');
    expect(within(screen.getByTestId('last-scans')).getAllByRole('listitem')).toHaveLength(4);
  });

  it('a refused serial shows every rule that failed and counts nothing', async () => {
    const { view } = await openDocument();
    await scan(view, '0194252056639');
    await scan(view, 'BAD1');
    expect(screen.getByTestId('feedback').dataset['level']).toBe('refused');
    expect(document.documentElement.dataset['lastSound']).toBe('refused');
    expect(headline()).toContain('too short');
    expect(within(screen.getByTestId('feedback')).getAllByRole('listitem')).toHaveLength(1);
    expect(screen.getByTestId('count-done').textContent).toBe('0');
  });

  it('F4 marks a quantity; the serials it lacks are named as what keeps it from being saved', async () => {
    const { fake, view } = await openDocument();
    await scan(view, '0194252056639');
    press('F4');
    const quantity = await screen.findByTestId('mark-quantity');
    fireEvent.change(quantity, { target: { value: '3' } });
    fireEvent.keyDown(quantity, { key: 'Enter' });
    await waitFor(() =>
      expect(fake.calls.at(-1)).toMatchObject({ method: 'receiving.mark_received', params: { quantity: 3 } }),
    );
    await waitFor(() => expect(screen.getByTestId('blockers').textContent).toContain('3 serials are missing'));
    press('F8');
    await waitFor(() => expect(document.documentElement.dataset['lastSound']).toBe('refused'));
    expect(headline()).toContain('3 serials are missing');
  });

  it('a scan into an open dialog is refused aloud and reaches no document', async () => {
    const { fake, view } = await openDocument();
    await scan(view, '0194252056639');
    press('F4');
    await screen.findByTestId('mark-quantity');
    const before = methods(fake).length;
    await scan(view, 'SN100001');
    expect(screen.getByTestId('verdict-headline').dataset['code']).toBe('ui.scan.dialog-open');
    expect(methods(fake)).toHaveLength(before);
    await scan(view, '*SB:CANCEL*');
    await waitFor(() => expect(screen.queryByTestId('mark-quantity')).toBeNull());
  });

  it('many serials: all bad rows at once, nothing entered before a person says so', async () => {
    const { fake, view } = await openDocument();
    await scan(view, '0194252056639');
    press('F6');
    fireEvent.change(await screen.findByTestId('bulk-text'), { target: { value: 'SN200001\nBAD1\nSN200002\nBAD2' } });
    press('F7');
    await waitFor(() => expect(screen.getByTestId('bulk-state').textContent).toContain('4 read: 2 good, 2 refused'));
    const bad = within(screen.getByTestId('bad-rows'));
    expect(bad.getByText('BAD1')).toBeTruthy();
    expect(bad.getByText('BAD2')).toBeTruthy();
    expect(fake.state('receiving').session?.serials_counted).toBe(0);
    press('F9');
    await waitFor(() => expect(fake.state('receiving').session?.serials_counted).toBe(2));
    expect(
      fake.calls.filter(({ method }) => method === 'receiving.enter_serials').map(({ params }) => params),
    ).toMatchObject([{ dry_run: true }, { dry_run: false, skip_bad: true }]);
  });

  it('undo asks the host to take the last scan back', async () => {
    const { fake, view } = await openDocument();
    await scan(view, '0194252056639');
    await scan(view, 'SN100001');
    await waitFor(() => expect(screen.getByTestId('count-done').textContent).toBe('1'));
    fireEvent.keyDown(document.body, { key: 'z', ctrlKey: true });
    await waitFor(() => expect(screen.getByTestId('count-done').textContent).toBe('0'));
    expect(methods(fake)).toContain('receiving.undo');
  });

  it('nobody signed in: a scan is a badge, and the PIN is asked for', async () => {
    const { fake, view } = await start();
    act(() => fake.change('station', { operator: null }));
    await screen.findByText('Scan your badge');
    await scan(view, 'BADGE-7');
    fireEvent.change(await screen.findByTestId('sign-in-pin'), { target: { value: '1234' } });
    fireEvent.click(screen.getByTestId('sign-in-submit'));
    await waitFor(() =>
      expect(fake.calls.at(-1)).toEqual({ method: 'station.sign_in', params: { badge: 'BADGE-7', pin: '1234' } }),
    );
  });

  it('not paired: the page asks for central and a code', async () => {
    const { fake } = await start();
    act(() => fake.change('station', { station: null, operator: null }));
    fireEvent.change(await screen.findByTestId('pairing-url'), { target: { value: 'https://central.example.com' } });
    fireEvent.change(screen.getByTestId('pairing-code'), { target: { value: 'AB12-CD34' } });
    fireEvent.click(screen.getByTestId('pairing-submit'));
    await waitFor(() =>
      expect(fake.calls.at(-1)).toEqual({
        method: 'station.pair',
        params: { central_url: 'https://central.example.com', pairing_code: 'AB12-CD34' },
      }),
    );
  });

  it('options are made from what the host lists, and only what was changed is saved', async () => {
    const { fake } = await start();
    press('F10');
    fireEvent.click(await screen.findByLabelText('Show product quantity on hand (QOH)', { selector: 'input' }));
    fireEvent.keyDown(document.body, { key: 's', ctrlKey: true });
    await waitFor(() =>
      expect(fake.calls.find(({ method }) => method === 'station.change_options')?.params).toEqual({
        changes: [{ level: 'station', key: 'receiving.show_on_hand', value: false }],
      }),
    );
  });
});
