import '../../testing/dom/index.ts';
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FAKE_DEVICES, FAKE_PACKING, FAKE_RECEIVING, FAKE_STATION, FakeStation } from '../../testing/index.ts';
import { renderFrame, type RenderedStation } from '../../testing/render/index.ts';

let view: RenderedStation;
let fake: FakeStation;
beforeEach(() => {
  fake = new FakeStation({
    station: {
      ...FAKE_STATION,
      sync: {
        ...FAKE_STATION.sync,
        state: 'revoked',
        backlog: 12,
        central_url: 'https://central.example',
        problem: { code: 'station.revoked', params: {} },
      },
    },
    receiving: FAKE_RECEIVING,
    packing: FAKE_PACKING,
    devices: FAKE_DEVICES,
  });
  view = renderFrame(fake);
});
afterEach(() => {
  view.close();
  cleanup();
  vi.restoreAllMocks();
});

const press = (key: string, code: string): void => {
  fireEvent.keyDown(document.body, { key, code, altKey: true });
};
/** A key is held until it is known to be a person's: what it does, it has done after this. */
const settled = async (): Promise<void> => {
  await new Promise((done) => {
    setTimeout(done, 500);
  });
};

it('station.revoked: says what is kept and what to do, also before anybody is signed in', async () => {
  expect((await screen.findByTestId('shut-out')).textContent).toContain('12 events wait');
  fake.change('station', { operator: null });
  await screen.findByTestId('sign-in-code');
  expect(screen.getByTestId('shut-out')).toBeTruthy();
  // Nothing at the foot can be pressed before anybody is signed in: it would lead nowhere.
  expect(screen.getByTestId('status-bar').querySelector('button')).toBeNull();
  fake.change('station', { sync: { ...FAKE_STATION.sync, state: 'online' } });
  await waitFor(() => expect(screen.queryByTestId('shut-out')).toBeNull());
});

it('sync.foreign-central: pairing there asks for a supervisor, and warns before', async () => {
  const problem = { code: 'sync.foreign-central', params: { central_url: 'https://central.example' } };
  fake.change('station', { sync: { ...FAKE_STATION.sync, state: 'offline', problem } });
  await screen.findByTestId('shut-out');
  press('p', 'KeyP');
  expect(await screen.findByText(/Pair only if an administrator says that central was replaced/u)).toBeTruthy();
  expect(screen.getByTestId('pairing-supervisor')).toBeTruthy();
  expect(screen.getByTestId('pairing-pin')).toBeTruthy();
});

it('held.quota: says in red why central takes nothing, whom to ask, and that all of it is kept', async () => {
  const problem = { code: 'held.quota', params: {} };
  fake.change('station', { sync: { ...FAKE_STATION.sync, state: 'online', backlog: 40, problem, refused: true } });
  const panel = await screen.findByTestId('push-refused');
  expect(panel.textContent).toContain('Ask a supervisor to open the case of this station in the console');
  expect(panel.textContent).toContain('40 events wait here');
  expect(screen.getByTestId('sync-state').dataset['tone']).toBe('bad');
  expect(screen.queryByTestId('shut-out')).toBeNull();
});

it('sync.envelope-invalid: a push refused for its form is red, says what to do, and how many events wait', async () => {
  const problem = { code: 'sync.envelope-invalid', params: {} };
  fake.change('station', { sync: { ...FAKE_STATION.sync, state: 'online', backlog: 3, problem, refused: true } });
  const panel = await screen.findByTestId('push-refused');
  expect(panel.textContent).toContain('Save the unsent events as a file');
  expect(panel.textContent).toContain('3 events wait here');
  expect(screen.getByTestId('sync-state').dataset['tone']).toBe('bad');
});

it('topic.too-large: says in red that what stands here is old and what to do, until it is new again', async () => {
  await screen.findByTestId('sync-state');
  fake.failTopic('receiving', 'topic.too-large');
  const notice = await screen.findByText(/What stands on this screen is old: there is too much here/u);
  expect(notice.dataset).toMatchObject({ level: 'error', code: 'topic.too-large' });
  expect(notice.textContent).toContain('call support');
  fake.change('receiving', {});
  await waitFor(() => expect(screen.queryByText(/What stands on this screen is old/u)).toBeNull());
});

it('Alt+U saves every part of every file as one', async () => {
  const saved: Blob[] = [];
  const names: string[] = [];
  vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: (blob: Blob) => `blob:${saved.push(blob)}` }));
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function click(this: HTMLAnchorElement) {
    names.push(this.download);
  });
  fake.answer('station.export_outbox', () => ({
    files: [
      { file_name: 'a.sboutbox', events: 11, parts: 2 },
      { file_name: 'b.sboutbox', events: 1, parts: 1 },
    ],
  }));
  // A part may end inside a character.
  fake.answer('station.export_part', ({ file_name, part }) => ({
    text: file_name === 'b.sboutbox' ? 'b' : part === 0 ? 'x\uD83D' : '\uDE00y',
  }));
  await screen.findByTestId('shut-out');
  press('u', 'KeyU');
  await waitFor(() => expect(screen.getByTestId('shut-out').textContent).toContain('12 events were saved'));
  expect(names).toEqual(['a.sboutbox', 'b.sboutbox']);
  const texts = await Promise.all(saved.map((blob) => blob.text()));
  expect(texts).toEqual(['x😀y', 'b']);
});

it('Alt+P pairs again: central’s address is known, only the code is asked for', async () => {
  await screen.findByTestId('shut-out');
  press('p', 'KeyP');
  const code = await screen.findByTestId<HTMLInputElement>('pairing-code');
  expect(screen.getByTestId<HTMLInputElement>('pairing-url').value).toBe('https://central.example');
  fireEvent.change(code, { target: { value: 'ABCD-EFGH' } });
  fireEvent.click(screen.getByTestId('pairing-submit'));
  await waitFor(() =>
    expect(fake.calls).toContainEqual({
      method: 'station.pair',
      params: { central_url: 'https://central.example', pairing_code: 'ABCD-EFGH', approval: null },
    }),
  );
  await waitFor(() => expect(screen.queryByTestId('pairing-code')).toBeNull());
});

it('Alt+C opens the cases, and only once somebody is signed in', async () => {
  fake.answer('station.list_cases', () => ({ cases: [], overruled: [], names: {} }));
  fake.change('station', { operator: null });
  await screen.findByTestId('sign-in-code');
  press('c', 'KeyC');
  await settled();
  expect(screen.queryByText('Open cases')).toBeNull();
  fake.change('station', { operator: FAKE_STATION.operator });
  await screen.findByText('work');
  press('c', 'KeyC');
  expect(await screen.findByText('Open cases')).toBeTruthy();
});

it('Alt+Y sends and fetches now, and only once somebody is signed in', async () => {
  fake.change('station', { operator: null });
  await screen.findByTestId('sign-in-code');
  press('y', 'KeyY');
  await settled();
  fake.change('station', { operator: FAKE_STATION.operator, sync: { ...FAKE_STATION.sync, state: 'offline' } });
  await screen.findByText('work');
  expect(screen.getByTestId('sync-state').textContent).toContain('Alt');
  press('y', 'KeyY');
  await waitFor(() => expect(fake.calls.filter(({ method }) => method === 'station.sync_now')).toHaveLength(1));
});
