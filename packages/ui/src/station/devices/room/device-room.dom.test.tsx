import '../../../testing/dom/index.ts';
import type { DevicesState, LiveWeight } from '@serialbridge/protocol/station';
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ShortcutListener } from '../../../components/index.ts';
import {
  FAKE_DOCK,
  FAKE_NOW,
  FAKE_STATION,
  FakeFault,
  fakeDeviceStation,
  type FakeStation,
} from '../../../testing/index.ts';
import { renderStation, type RenderedStation } from '../../../testing/render/index.ts';
import { DeviceRoom } from './device-room.tsx';

// Whole walks through dialogs, on a machine that does other things too.
vi.setConfig({ testTimeout: 60_000 });

let shown: RenderedStation | null = null;
afterEach(() => {
  cleanup();
  shown?.close();
  shown = null;
});

async function show(change: Partial<DevicesState> = {}): Promise<FakeStation> {
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
  return fake;
}

const press = (key: string, target: Element = document.body): void => void fireEvent.keyDown(target, { key });
const rowOf = (name: string): HTMLElement => screen.getByRole('option', { name: new RegExp(name, 'u') });
const choose = (name: string): void => void fireEvent.click(rowOf(name));
const calls = (fake: FakeStation, method: string): unknown[] =>
  fake.calls.filter((call) => call.method === method).map(({ params }) => params);
const withWeight = (weight: LiveWeight): Partial<DevicesState> => ({
  devices: FAKE_DOCK.devices.map((device) => (device.device_id === 'scale-1' ? { ...device, weight } : device)),
});
const weightOf = (state: LiveWeight['state']): LiveWeight => ({
  at: FAKE_NOW,
  state,
  text: state === 'stable' ? '1.250 kg' : null,
  grams: null,
  detail: null,
});
const scanFrom = (deviceId: string, via: string, at = FAKE_NOW + 1000): DevicesState['last_scan'] => ({
  at,
  device_id: deviceId,
  via,
  text: 'SN1',
  aim_id: null,
  symbology: null,
  without_suffix: true,
  gs1: null,
});

const tests = (): number => screen.queryAllByRole('button', { name: /Test USB scale|Stop the test/u }).length;
const labels = (): number => screen.queryAllByRole('button', { name: /Test label/u }).length;

describe('device room', () => {
  it('lists what the station uses, then what is attached besides, then what is missing, then the station', async () => {
    await show();
    expect(screen.getAllByRole('option').map(({ dataset }) => dataset['key'])).toEqual([
      ...FAKE_DOCK.devices.map(({ device_id: id }) => `device:${id}`),
      'attached:usb-0403-6001-A50285BI',
      'problem:device.driver-missing:0',
      'station',
    ]);
  });

  it('shows the chosen row alone, whatever was chosen before and whatever else it can do', async () => {
    await show({ devices: FAKE_DOCK.devices.map((device) => ({ ...device, simulated: true })) });
    choose('DYMO');
    expect([tests(), labels()]).toEqual([1, 0]);
    act(() => press('F8'));
    expect([tests(), labels()]).toEqual([1, 0]);
    choose('Zebra');
    expect([tests(), labels()]).toEqual([0, 1]);
    choose('Honeywell');
    expect([tests(), labels()]).toEqual([0, 0]);
  });

  it('scans are only tried while it is shown', async () => {
    const fake = await show();
    await waitFor(() => expect(calls(fake, 'devices.try_scans')).toContainEqual({ on: true }));
    cleanup();
    await waitFor(() => expect(calls(fake, 'devices.try_scans').at(-1)).toEqual({ on: false }));
  });

  it('a row says what it is, how it is connected, how it is, and what to do', async () => {
    await show();
    expect(rowOf('Honeywell').textContent).toMatch(/Scanner · HID POS · USB HID · 0c2e:0b61.*ready.*scanned/u);
    expect(rowOf('Bench').textContent).toMatch(
      /Toledo 8217 · Serial port · COM3, 9600 7E1.*Plug it in again.*unplugged/u,
    );
    expect(rowOf('Zebra').textContent).toMatch(/Network · 10\.0\.4\.21:9100.*Out of labels, Paused.*2 labels wait/u);
    expect(rowOf('DYMO').textContent).toContain('1.250 kg');
    expect(rowOf('FT232R').textContent).toContain('Not known');
    expect(rowOf('cannot be found').textContent).toContain('libusb-1.0.so.0');
  });

  it('arrows choose wherever nothing else has the focus, Enter goes to the detail', async () => {
    await show();
    press('ArrowDown');
    press('ArrowDown');
    press('ArrowUp');
    expect(screen.getByRole('option', { selected: true }).dataset['key']).toBe('device:scanner-2');
    expect(screen.getByTestId('device-name').textContent).toBe('Datalogic Gryphon');
    press('Enter');
    expect(document.activeElement).toBe(screen.getByTestId('device-name'));
    press('Escape', screen.getByTestId('device-name'));
    press('ArrowUp');
    expect(screen.getByTestId('device-name').textContent).toBe('Honeywell Xenon 1950g');
    press('End', screen.getByRole('listbox'));
    expect(screen.getByTestId('device-name').textContent).toBe('This station');
    // Sealed by a file only: amber, and central's key stands below it.
    const seal = await screen.findByTestId('diagnostics-seal');
    expect(seal.querySelector('[data-tone]')?.getAttribute('data-tone')).toBe('caution');
    expect(screen.getByText('3f2a 91bc 0d4e 77a8')).toBeTruthy();
    expect(await screen.findByText('/var/lib/serialbridge/dock-3')).toBeTruthy();
  });

  it('topic devices is subscribed only while the room is shown', async () => {
    const subscribed: string[] = [];
    const fake = fakeDeviceStation();
    const accept = fake.accept.bind(fake);
    fake.accept = (link) => {
      accept({
        ...link,
        send: (frame) => link.send(frame),
        onClose: (listener) => link.onClose(listener),
        onFrame: (listener) =>
          link.onFrame((data) => {
            const { kind, topic } = JSON.parse(String(data)) as { kind: string; topic?: string };
            if (topic !== undefined) subscribed.push(`${kind} ${topic}`);
            listener(data);
          }),
      });
    };
    shown = renderStation(fake, <p>other room</p>);
    await waitFor(() => expect(subscribed).toContain('subscribe station'));
    expect(subscribed).not.toContain('subscribe devices');
    cleanup();
    shown.close();
    shown = renderStation(fake, <DeviceRoom />);
    await screen.findByTestId('device-name');
    expect(subscribed.filter((one) => one.endsWith(' devices'))).toEqual(['subscribe devices']);
    cleanup();
    await waitFor(() =>
      expect(subscribed.filter((one) => one.endsWith(' devices'))).toEqual([
        'subscribe devices',
        'unsubscribe devices',
      ]),
    );
  });

  it('identify: the row a scan came from lights up and is named; an old scan lights nothing', async () => {
    const fake = await show();
    expect(document.querySelector('[data-lit]')).toBeNull();
    act(() => fake.change('devices', { last_scan: scanFrom('scanner-2', 'serial') }));
    await waitFor(() => expect(document.querySelector('[data-lit]')).not.toBeNull());
    expect([...document.querySelectorAll<HTMLElement>('[data-lit]')].map(({ dataset }) => dataset['key'])).toEqual([
      'device:scanner-2',
    ]);
    const named = screen.getByTestId('identify');
    expect(named.getAttribute('aria-live')).toBe('polite');
    expect(named.textContent).toContain('Datalogic Gryphon');
  });

  it('identify: a keyboard scanner has no row, and is named all the same', async () => {
    const fake = await show();
    act(() => fake.change('devices', { last_scan: scanFrom('wedge', 'wedge') }));
    await waitFor(() => expect(screen.getByTestId('identify').textContent).toContain('Keyboard scanner'));
    expect(document.querySelector('[data-lit]')).toBeNull();
  });

  it('scanner: the code, its kind, its GS1 elements and the bytes with their control characters', async () => {
    await show();
    const scan = screen.getByTestId('scanner-scan');
    expect(scan.textContent).toContain('SN100001GS10LOT7');
    expect(scan.textContent).toContain('(01)09506000134352(21)SN100001(10)LOT7');
    expect(scan.textContent).toContain('GS1-128 ]C1');
    const line = screen.getByRole('region', { name: /On the line/u });
    expect(within(line).getAllByRole('listitem')).toHaveLength(2);
    expect(line.textContent).toContain('02 0C 5D 43 30');
  });

  it('scanner: a code that ended by silence or came without AIM id is warned about', async () => {
    await show({ last_scan: scanFrom('scanner-1', 'hid') });
    const scan = screen.getByTestId('scanner-scan').textContent;
    expect(scan).toContain('Ended by silence');
    expect(scan).toContain('No AIM id');
  });

  it('scale: every state has its own words, shape and tone or digits', async () => {
    const fake = await show();
    choose('DYMO');
    const seen: string[] = [];
    for (const state of ['stable', 'moving', 'under', 'over', 'needs-zero', 'fault', 'silent'] as const) {
      act(() => fake.change('devices', withWeight(weightOf(state))));
      await waitFor(() => expect(screen.getByTestId('scale-reading').dataset['state']).toBe(state));
      const reading = screen.getByTestId('scale-reading');
      expect(reading.querySelector('svg')?.dataset['mark']).toBe(state);
      seen.push(`${reading.querySelector('strong')?.textContent} ${reading.querySelector('svg')?.innerHTML}`);
      // Only a stable weight has digits here: nothing else is ever shown as zero.
      expect(/\d/u.test(reading.textContent)).toBe(state === 'stable');
    }
    expect(new Set(seen).size).toBe(7);
  });

  it('scale: F8 tests, F9 zeroes, and leaving the row ends the test', async () => {
    const fake = await show();
    choose('DYMO');
    press('F8');
    await screen.findByText('The scale is asked all the time. It stops when you leave.');
    press('F9');
    await waitFor(() => expect(calls(fake, 'devices.zero')).toEqual([{ device_id: 'scale-1' }]));
    choose('Honeywell');
    await waitFor(() =>
      expect(calls(fake, 'devices.test_scale')).toEqual([
        { device_id: 'scale-1', on: true },
        { device_id: 'scale-1', on: false },
      ]),
    );
  });

  it('scale: leaving the room ends the test, and one that was not tested is left alone', async () => {
    const fake = await show();
    choose('DYMO');
    cleanup();
    expect(calls(fake, 'devices.test_scale')).toEqual([]);
    shown?.close();
    const other = await show({ testing: ['scale-1'] });
    choose('DYMO');
    cleanup();
    await waitFor(() => expect(calls(other, 'devices.test_scale')).toEqual([{ device_id: 'scale-1', on: false }]));
  });

  it('scale: Alt+T tests the scale from any row', async () => {
    const fake = await show();
    fireEvent.keyDown(document.body, { key: 't', altKey: true });
    await waitFor(() => expect(screen.getByTestId('device-name').textContent).toBe('DYMO S250'));
    await waitFor(() => expect(calls(fake, 'devices.test_scale')).toEqual([{ device_id: 'scale-1', on: true }]));
  });

  it('scale: an unplugged one shows no weight, whatever it said last', async () => {
    const devices = FAKE_DOCK.devices.map((device) =>
      device.device_id === 'scale-1' ? { ...device, state: 'lost' as const } : device,
    );
    await show({ devices });
    choose('DYMO');
    expect(screen.getByTestId('scale-reading').textContent).toContain('Not connected');
    expect(screen.getByTestId('scale-reading').textContent).not.toContain('1.250');
    expect(rowOf('DYMO').textContent).not.toContain('1.250');
  });

  it('scale: a refused zero is said where it was asked', async () => {
    const fake = await show();
    fake.answer('devices.zero', () => {
      throw new FakeFault({ code: 'device.zero-refused', message: '', params: {} });
    });
    choose('DYMO');
    press('F9');
    expect(await screen.findByText(/cannot be zeroed now/u)).toBeTruthy();
  });

  it('printer: says each condition with what to do, and works the queue', async () => {
    const fake = await show();
    choose('Zebra');
    const conditions = within(screen.getByTestId('printer-status')).getAllByRole('listitem');
    expect(conditions.map(({ textContent }) => textContent)).toEqual([
      'Out of labels. Put a new roll in; what waits is printed then.',
      'Paused. Press Pause on the printer; what waits is printed then.',
    ]);
    const jobs = screen.getAllByTestId('print-job');
    expect(jobs.map(({ dataset }) => dataset['state'])).toEqual(['sending', 'waiting', 'failed', 'printed']);
    expect(screen.getByText('SN100002 × 3')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    fireEvent.click(screen.getByRole('button', { name: 'Print again' }));
    press('F8');
    press('F9');
    const [, waiting, failed] = FAKE_DOCK.devices.find(({ device_id: id }) => id === 'printer-1')?.jobs ?? [];
    await waitFor(() => {
      expect(calls(fake, 'devices.cancel_job')).toEqual([{ device_id: 'printer-1', job_id: waiting?.job_id }]);
      expect(calls(fake, 'devices.retry_job')).toEqual([{ device_id: 'printer-1', job_id: failed?.job_id }]);
      expect(calls(fake, 'devices.print_test')).toEqual([{ device_id: 'printer-1' }]);
      expect(calls(fake, 'devices.printer_status')).toEqual([{ device_id: 'printer-1' }]);
    });
  });

  it('who may not set devices up sees them, may test them, and is told whom to ask', async () => {
    const fake = await show();
    act(() => fake.change('station', { operator: FAKE_STATION.operator }));
    expect(await screen.findByText('Devices are set up by a supervisor. Sign in as one to change them.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: /Forget/u })).toBeNull();
    expect(screen.getByRole('button', { name: /Set up/u }).hasAttribute('disabled')).toBe(true);
  });

  it('what was set at the start cannot be changed here, and says so', async () => {
    await show();
    choose('Bench');
    expect(screen.getByText(/Set when the station is started/u)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Change' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Forget' })).toBeNull();
  });

  it('forget asks first', async () => {
    const fake = await show();
    press('Delete');
    expect(await screen.findByText('Forget Honeywell Xenon 1950g?')).toBeTruthy();
    expect(calls(fake, 'devices.remove')).toEqual([]);
    press('F8');
    await waitFor(() => expect(calls(fake, 'devices.remove')).toEqual([{ device_id: 'scanner-1' }]));
    await waitFor(() => expect(screen.queryByText('Forget Honeywell Xenon 1950g?')).toBeNull());
  });

  it('F5 looks for devices now', async () => {
    const fake = await show();
    press('F5');
    await waitFor(() => expect(calls(fake, 'devices.refresh')).toEqual([{}]));
  });

  it('a simulated device is worked in its own row', async () => {
    const fake = await show();
    expect(screen.queryByTestId('simulate-scan')).toBeNull();
    choose('Simulated');
    fireEvent.change(screen.getByTestId('simulate-scan'), { target: { value: 'SN7' } });
    fireEvent.click(screen.getByRole('button', { name: 'Scan' }));
    await waitFor(() => expect(calls(fake, 'devices.simulate')).toEqual([{ scan: 'SN7' }]));
  });
});
