import { readCode } from '@serialbridge/core/gs1';
import '../../../testing/dom/index.ts';
import type { DevicesState } from '@serialbridge/protocol/station';
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ShortcutListener } from '../../../components/index.ts';
import { FAKE_DOCK, FAKE_PROBING, FakeFault, fakeDeviceStation, type FakeStation } from '../../../testing/index.ts';
import { renderStation, type RenderedStation } from '../../../testing/render/index.ts';
import { DeviceRoom } from '../room/device-room.tsx';

// Whole walks through dialogs, on a machine that does other things too.
vi.setConfig({ testTimeout: 60_000 });

let shown: RenderedStation | null = null;
afterEach(() => {
  cleanup();
  shown?.close();
  shown = null;
});

const press = (key: string): void => void fireEvent.keyDown(document.body, { key });
const calls = (fake: FakeStation, method: string): unknown[] =>
  fake.calls.filter((call) => call.method === method).map(({ params }) => params);
const link = FAKE_DOCK.attached.find(({ device_id: id }) => id === null)?.link;

async function show(row: string, change: Partial<DevicesState> = {}): Promise<FakeStation> {
  const fake = fakeDeviceStation(change);
  shown = renderStation(
    fake,
    <>
      <ShortcutListener />
      <DeviceRoom />
    </>,
  );
  await screen.findByTestId('device-name');
  // What listens for keys does so only after the first effects.
  await act(async () => undefined);
  fireEvent.click(screen.getByRole('option', { name: new RegExp(row, 'u') }));
  return fake;
}

const step = async (name: string): Promise<void> =>
  waitFor(() => expect(screen.getByTestId('setup-step').dataset['step']).toBe(name));
const pick = async (name: RegExp): Promise<void> => {
  fireEvent.click(await screen.findByRole('radio', { name }));
};
const type = (field: string, value: string): void =>
  void fireEvent.change(screen.getByTestId(`setup-${field}`), { target: { value } });

describe('setting up', () => {
  it('a scale on an unknown adapter: searched for, found, named, saved', async () => {
    const fake = await show('FT232R');
    press('F2');
    await pick(/Scale/u);
    press('F8');
    await step('speaks');
    expect(screen.getByRole<HTMLInputElement>('radio', { name: /find out/u }).checked).toBe(true);
    press('F8');
    await step('find-out');
    await waitFor(() =>
      expect(screen.getByTestId('probe-progress').textContent).toContain('17 of 42 tried now Toledo 8217'),
    );
    expect(calls(fake, 'devices.probe_scale')).toEqual([{ link }]);
    await pick(/MT-SICS/u);
    press('F8');
    await step('save');
    // Whichever way the search is left, the line is given back.
    await waitFor(() => expect(calls(fake, 'devices.probe_scale')).toEqual([{ link }, { link: null }]));
    type('name', 'Packing scale');
    press('F8');
    await waitFor(() =>
      expect(calls(fake, 'devices.save')).toEqual([
        {
          config: {
            device_id: 'scale-3',
            name: 'Packing scale',
            kind: 'scale',
            link: FAKE_PROBING?.found[0]?.link,
            profile: 'own-packing-scale',
          },
        },
      ]),
    );
    // What was found out is a profile of its own, for the next scale of this kind.
    expect(calls(fake, 'devices.save_profile')).toMatchObject([
      {
        profile: {
          profile: 'own-packing-scale',
          name: 'Packing scale',
          kind: 'scale',
          protocol: 'mettler-toledo-mt-sics',
        },
      },
    ]);
    await waitFor(() => expect(screen.queryByTestId('setup-step')).toBeNull());
  });

  it('Esc in the middle of the search stops it and saves nothing', async () => {
    const fake = await show('FT232R');
    press('F2');
    await pick(/Scale/u);
    press('F8');
    await step('speaks');
    press('F8');
    await step('find-out');
    press('Escape');
    await waitFor(() => expect(calls(fake, 'devices.probe_scale')).toEqual([{ link }, { link: null }]));
    expect(screen.queryByTestId('setup-step')).toBeNull();
    expect(calls(fake, 'devices.save')).toEqual([]);
  });

  it('a search that cannot open its line says why; one without an answer says what to check', async () => {
    const fake = await show('FT232R');
    fake.answer('devices.probe_scale', ({ link: asked }) => {
      if (asked !== null && FAKE_PROBING !== null)
        fake.change('devices', {
          probing: {
            ...FAKE_PROBING,
            done: true,
            found: [],
            problem: { code: 'device.in-use', params: { path: '/dev/ttyUSB0' } },
          },
        });
      return {};
    });
    press('F2');
    await pick(/Scale/u);
    press('F8');
    await step('speaks');
    press('F8');
    expect(await screen.findByText(/Another program or device setting already uses/u)).toBeTruthy();
    expect(screen.getByText('Nothing answered')).toBeTruthy();
  });

  it('a scanner is learnt from a code on the screen, and kept as a profile of its own', async () => {
    const fake = await show('FT232R');
    fake.answer('devices.learn_scanner', () => ({
      prefix: '\u0002',
      suffix: '',
      aim_id: ']C0',
      framer: 'cr',
      warnings: [{ code: 'ui.scanner.no-aim', params: {} }],
    }));
    press('F2');
    await pick(/Scanner/u);
    press('F8');
    await step('speaks');
    press('F8');
    await step('find-out');
    const printed = screen.getByRole('img', { name: 'SB-LEARN-7Q4Z' });
    expect(printed.querySelectorAll('rect').length).toBeGreaterThan(30);
    const learnt = await screen.findByTestId('learnt');
    expect(calls(fake, 'devices.learn_scanner')).toEqual([{ printed: 'SB-LEARN-7Q4Z' }]);
    expect(screen.getByRole('log').textContent).toContain(']C0SB-LEARN-7Q4ZCR');
    expect(learnt.textContent).toContain('STX');
    expect(learnt.textContent).toContain('No AIM id');
    press('F8');
    await step('save');
    type('name', 'Dock scanner');
    press('F8');
    await waitFor(() => expect(calls(fake, 'devices.save')).toHaveLength(1));
    expect(calls(fake, 'devices.listen')).toEqual([{ link }, { link: null }]);
    expect(calls(fake, 'devices.save_profile')).toEqual([
      {
        profile: {
          profile: 'own-dock-scanner',
          name: 'Dock scanner',
          kind: 'scanner',
          protocol: 'line-scanner',
          framer: 'cr',
          source: 'Learnt at this station',
          options: { prefix: '\u0002' },
        },
      },
    ]);
    expect(calls(fake, 'devices.save')).toMatchObject([
      { config: { kind: 'scanner', link, profile: 'own-dock-scanner' } },
    ]);
  });

  it('the code to learn, typed by a keyboard scanner, is told apart', async () => {
    await show('FT232R');
    press('F2');
    await pick(/Scanner/u);
    press('F8');
    await step('speaks');
    press('F8');
    await step('find-out');
    await act(async () => shown?.session.submitScan({ via: 'wedge', ...readCode('SB-LEARN-7Q4Z') }));
    expect(await screen.findByText(/typed the code like a keyboard/u)).toBeTruthy();
  });

  it('a network printer by hand: every fault at once, then saved with the profile chosen', async () => {
    const fake = await show('Zebra');
    press('F6');
    await pick(/Printer/u);
    press('F8');
    await step('link');
    type('port', '99999');
    press('F8');
    await waitFor(() =>
      expect(
        [...document.querySelectorAll('form [role="alert"] [data-code]')].map((one) => one.getAttribute('data-code')),
      ).toEqual(['ui.setup.fault.host', 'ui.setup.fault.port']),
    );
    type('host', '10.0.4.30');
    type('port', '9100');
    press('F8');
    await step('speaks');
    type('search', '300 dpi');
    expect(await screen.findAllByRole('radio')).toHaveLength(1);
    await pick(/300 dpi/u);
    press('F8');
    await step('save');
    press('F8');
    expect(await screen.findByText('Give it a name.')).toBeTruthy();
    expect(calls(fake, 'devices.save')).toEqual([]);
    type('name', 'Back printer');
    press('F8');
    await waitFor(() =>
      expect(calls(fake, 'devices.save')).toEqual([
        {
          config: {
            device_id: 'printer-2',
            name: 'Back printer',
            kind: 'printer',
            link: { type: 'tcp', host: '10.0.4.30', port: 9100 },
            profile: 'zpl-300',
          },
        },
      ]),
    );
  });

  it('faults of the host are shown all at once, and the dialog stays', async () => {
    const fake = await show('Datalogic');
    fake.answer('devices.save', () => {
      throw new FakeFault(
        { code: 'device.config', message: 'name: too long', params: {} },
        { code: 'device.config', message: 'profile: unknown', params: {} },
      );
    });
    press('F2');
    await step('save');
    type('name', 'Renamed');
    press('F8');
    await waitFor(() =>
      expect(document.querySelectorAll('[role="alert"] [data-code="device.config"]')).toHaveLength(2),
    );
    expect(calls(fake, 'devices.save')).toMatchObject([{ config: { device_id: 'scanner-2', name: 'Renamed' } }]);
    expect(screen.getByTestId('setup-step')).toBeTruthy();
  });

  it('a profile made here can be deleted, pressed twice; the others cannot', async () => {
    const fake = await show('FT232R');
    press('F2');
    await pick(/Scanner/u);
    press('F8');
    await step('speaks');
    await screen.findByRole('radio', { name: 'Back dock scanner' });
    expect(screen.getAllByRole('button', { name: /Delete/u })).toHaveLength(1);
    fireEvent.click(screen.getByRole('button', { name: 'Delete Back dock scanner' }));
    expect(calls(fake, 'devices.remove_profile')).toEqual([]);
    fireEvent.click(screen.getByRole('button', { name: /for good/u }));
    await waitFor(() => expect(screen.queryByRole('radio', { name: 'Back dock scanner' })).toBeNull());
    expect(calls(fake, 'devices.remove_profile')).toEqual([{ profile: 'back-dock-scanner' }]);
  });

  it('other scans are refused aloud while the dialog is open, the card CANCEL closes it', async () => {
    const fake = await show('Datalogic');
    press('F2');
    await step('save');
    await act(async () => shown?.session.submitScan({ via: 'wedge', ...readCode('SN1') }));
    expect(shown?.session.feedback.getState().last?.headline.code).toBe('ui.scan.dialog-open');
    expect(calls(fake, 'scan.submit')).toEqual([]);
    await act(async () => shown?.session.submitScan({ via: 'wedge', ...readCode('*SB:CANCEL*') }));
    await waitFor(() => expect(screen.queryByTestId('setup-step')).toBeNull());
  });
});
