import '../../testing/dom/index.ts';
import { readCode } from '@serialbridge/core/gs1';
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FAKE_OPTIONS, idleStation, type FakeStation } from '../../testing/index.ts';
import { renderFrame, type RenderedStation } from '../../testing/render/index.ts';

vi.setConfig({ testTimeout: 60_000 });

let view: RenderedStation | null = null;
afterEach(() => {
  view?.close();
  cleanup();
});

async function start(): Promise<{ fake: FakeStation; view: RenderedStation }> {
  const fake = idleStation();
  fake.answer('station.list_options', () => ({ options: [...FAKE_OPTIONS] }));
  const rendered = renderFrame(fake);
  view = rendered;
  await screen.findByText('work');
  return { fake, view: rendered };
}

describe('frame of a station', () => {
  it('nobody signed in: a scan is a badge, and the PIN is asked for', async () => {
    const { fake, view: shown } = await start();
    act(() => fake.change('station', { operator: null }));
    await screen.findByText('Scan your badge');
    await act(() => shown.session.submitScan({ via: 'wedge', ...readCode('BADGE-7') }));
    fireEvent.change(await screen.findByTestId('sign-in-pin'), { target: { value: '1234' } });
    fireEvent.click(screen.getByTestId('sign-in-submit'));
    await waitFor(() =>
      expect(fake.calls.at(-1)).toEqual({ method: 'station.sign_in', params: { badge: 'BADGE-7', pin: '1234' } }),
    );
  });

  it('fingerprint: the sign-in page and the options show the key of central; none is shown while none is known', async () => {
    const { fake } = await start();
    fireEvent.keyDown(document, { key: 'F10' });
    expect((await screen.findByTestId('central-key')).textContent).toContain('3f2a 91bc 0d4e 77a8');
    fireEvent.keyDown(document, { key: 'Escape' });
    act(() => fake.change('station', { operator: null }));
    await screen.findByTestId('sign-in-pin');
    const line = screen.getByTestId('central-key');
    expect(line.textContent).toContain('3f2a 91bc 0d4e 77a8');
    expect(line.textContent).toContain('this is another central');
    const { station } = fake.state('station');
    act(() => fake.change('station', { station: station && { ...station, central_fingerprint: null } }));
    await waitFor(() => expect(screen.queryByTestId('central-key')).toBeNull());
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
        params: { central_url: 'https://central.example.com', pairing_code: 'AB12-CD34', approval: null },
      }),
    );
  });

  it('options are made from what the host lists, and only what was changed is saved', async () => {
    const { fake } = await start();
    fireEvent.keyDown(document.body, { key: 'F10' });
    fireEvent.click(await screen.findByLabelText('Show product quantity on hand (QOH)', { selector: 'input' }));
    fireEvent.keyDown(document.body, { key: 's', ctrlKey: true });
    await waitFor(() =>
      expect(fake.calls.find(({ method }) => method === 'station.change_options')?.params).toEqual({
        changes: [{ level: 'station', key: 'receiving.show_on_hand', value: false }],
      }),
    );
  });

  it.each([
    ['key-file', null, 'caution', 'only a file on this disk'],
    ['secret-service', null, 'good', 'secret store'],
    ['safe-storage', 'gnome_libsecret', 'good', 'gnome_libsecret'],
  ] as const)('seal.%s: the options say what seals the secrets, amber for a file', async (by, detail, tone, words) => {
    const { fake } = await start();
    const diagnostics = fake.call('station.diagnostics', {});
    fake.answer('station.diagnostics', () => ({ ...diagnostics, sealed_by: by, seal_detail: detail }));
    fireEvent.keyDown(document.body, { key: 'F10' });
    const note = await screen.findByTestId('seal');
    expect(note.querySelector('[data-tone]')?.getAttribute('data-tone')).toBe(tone);
    expect(note.textContent).toContain(words);
  });
});
