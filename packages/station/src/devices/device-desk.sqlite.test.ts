import { readCode } from '@serialbridge/core/gs1';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Found } from '@serialbridge/devices';
import type { DevicesState, MethodParams, StationMethod } from '@serialbridge/protocol/station';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pairedFolder, testHost } from '@serialbridge/testing/station/host-fixture';
import { rowOf } from '@serialbridge/testing/rows';
import { temporaryFolder, type TemporaryFolder } from '@serialbridge/testing/temporary-folder';
import type { StationHost, StationHostOptions } from '../host/station-host.ts';
import type { WatchDevices } from './device-desk.ts';

const BADGE = 'BADGE-SUE';
let folder: TemporaryFolder;
let server: Server;
let sockets: Socket[] = [];
let received = '';
const hosts: StationHost[] = [];

/** A scanner or scale behind a serial server: what it hears and says. */
beforeEach(async () => {
  folder = temporaryFolder();
  pairedFolder(folder.dir, [
    // The far ends of these tests are at any port of this computer.
    [
      'policy_value',
      { level: 'tenant', level_id: '', key: 'station.network_ports', value: '1-65535', policy_version: 1 },
    ],
    ['operator', rowOf('operator', { code: 'sue', role: 'supervisor', badge: BADGE, active: true })],
    [
      'policy_value',
      { level: 'tenant', level_id: '', key: 'station.badge_alone_signs_in', value: true, policy_version: 1 },
    ],
  ]);
  sockets = [];
  received = '';
  server = createServer((socket) => {
    sockets.push(socket);
    socket.on('data', (bytes) => {
      received += bytes.toString('latin1');
    });
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  for (const host of hosts.splice(0)) await host.close();
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
  folder.remove();
});

const port = (): number => (server.address() as AddressInfo).port;
const lineTo = () => ({ type: 'tcp', host: '127.0.0.1', port: port() }) as const;
/** Labels that came over the line so far. */
const labels = (): number => received.split('^XA').length - 1;
const say = (text: string): void => {
  for (const socket of sockets) socket.write(text, 'latin1');
};

function start(options: Partial<StationHostOptions> = {}) {
  const host = testHost(folder.dir, options);
  hosts.push(host);
  // A supervisor's badge; nothing is waited for, so that whoever starts the host goes on at once.
  void host.call('station.sign_in', { badge: BADGE, pin: null });
  const state = (): DevicesState => host.state('devices') as DevicesState;
  const until = async (holds: (state: DevicesState) => boolean): Promise<DevicesState> => {
    await expect.poll(() => holds(state()), { timeout: 10_000 }).toBe(true);
    return state();
  };
  const call = <M extends StationMethod>(method: M, params: MethodParams<M>): Promise<unknown> =>
    host.call(method, params);
  return { host, state, until, call };
}

const FOUND: Found = {
  attached_id: 'tcp-thing',
  name: 'A thing',
  kind: 'scanner',
  link: { type: 'tcp', host: '127.0.0.1', port: 1 },
  profile: 'line-scanner',
  vendor_id: null,
  product_id: null,
  serial_number: null,
  path: null,
};

/** A watch in the test's hand. */
function watching(): { readonly watch: WatchDevices; readonly show: (attached: Found[]) => void } {
  let onSurvey: Parameters<WatchDevices>[0]['onChange'] | null = null;
  return {
    watch: ({ onChange }) => {
      onSurvey = onChange;
      return { refresh: () => Promise.resolve(), stop: () => undefined };
    },
    show: (attached) => onSurvey?.({ attached, problems: [] }),
  };
}

test('desk: plugged in, it works; taken away, it stays away, over a restart too, until it is saved again', async () => {
  const { watch, show } = watching();
  const found = { ...FOUND, link: lineTo() };
  const first = start({ watch_devices: watch });
  show([found]);
  await first.until(({ devices }) => devices[0]?.state === 'open');
  expect(first.state().devices).toMatchObject([{ device_id: 'tcp-thing', origin: 'auto' }]);
  expect(first.state().attached).toMatchObject([{ attached_id: 'tcp-thing', device_id: 'tcp-thing' }]);
  say(']C0SN-1\r');
  const heard = await first.until(({ last_scan }) => last_scan !== null);
  expect(heard.last_scan).toMatchObject({ device_id: 'tcp-thing', via: 'tcp', text: 'SN-1', aim_id: ']C0' });
  expect(heard.traces[0]).toMatchObject({ direction: 'in', meaning: { code: 'device.trace.scan' } });

  await first.call('devices.remove', { device_id: 'tcp-thing' });
  expect(first.state().devices).toEqual([]);
  await first.host.close();

  const again = watching();
  const second = start({ watch_devices: again.watch });
  again.show([found]);
  await second.call('devices.refresh', {});
  expect(second.state()).toMatchObject({ devices: [], attached: [{ device_id: null }] });
  const config = { device_id: 'dock', name: 'Dock scanner', kind: 'scanner', link: lineTo() } as const;
  await second.call('devices.save', { config });
  await second.until(({ devices }) => devices[0]?.state === 'open');
  expect(second.state()).toMatchObject({ devices: [{ origin: 'saved' }], attached: [{ device_id: 'dock' }] });
  await second.host.close();

  const third = start();
  await third.until(({ devices }) => devices[0]?.state === 'open');
  expect(third.state().devices).toMatchObject([{ device_id: 'dock', name: 'Dock scanner', origin: 'saved' }]);
});

test('device.config: all faults of a setting at once, and nothing is kept of it', async () => {
  const { call, state } = start();
  const config = { device_id: 'x', name: 'X', kind: 'scale', link: lineTo(), profile: 'hid-pos-scanner' } as const;
  await expect(call('devices.save', { config })).rejects.toMatchObject({
    faults: [
      { code: 'device.config', params: { where: 'kind' } },
      { code: 'device.config', params: { where: 'link' } },
    ],
  });
  expect(state().devices).toEqual([]);
});

test('device.profile, device.profile-taken, device.profile-in-use: a profile of the station is checked, kept and used', async () => {
  const { call, state, until } = start();
  const profile = { profile: 'my-scanner', name: 'Mine', kind: 'scanner', protocol: 'line-scanner', source: 'learnt' };
  await expect(
    call('devices.save_profile', { profile: { ...profile, profile: 'BAD NAME', name: '' } }),
  ).rejects.toMatchObject({ faults: [{ params: { where: 'profile' } }, { params: { where: 'name' } }] });
  await expect(
    call('devices.save_profile', { profile: { ...profile, profile: 'line-scanner' } }),
  ).rejects.toMatchObject({ faults: [{ code: 'device.profile-taken' }] });

  await call('devices.save_profile', { profile: { ...profile, options: { prefix: '#' } } });
  const config = { device_id: 's', name: 'S', kind: 'scanner', link: lineTo(), profile: 'my-scanner' } as const;
  await call('devices.save', { config });
  await until(({ devices }) => devices[0]?.state === 'open');
  say('#SN-1\r');
  await until(({ last_scan }) => last_scan?.text === 'SN-1');
  await expect(call('devices.remove_profile', { profile: 'my-scanner' })).rejects.toMatchObject({
    faults: [{ code: 'device.profile-in-use', params: { names: 'S' } }],
  });
  await call('devices.remove', { device_id: 's' });
  await call('devices.remove_profile', { profile: 'my-scanner' });
  expect(state().devices).toEqual([]);
});

test('device.set-at-start: what was named at the start is not changed on the screen', async () => {
  const device = { device_id: 'sim', name: 'Sim', kind: 'scale', link: { type: 'simulated' } } as const;
  const { call, state } = start({ devices: [device] });
  expect(state().devices).toMatchObject([{ origin: 'start', simulated: true }]);
  const refused = { faults: [{ code: 'device.set-at-start' }] };
  await expect(call('devices.remove', { device_id: 'sim' })).rejects.toMatchObject(refused);
  await expect(call('devices.save', { config: device })).rejects.toMatchObject(refused);
});

test('desk: a scale is asked all the time while it is tested, and no longer', async () => {
  const device = { device_id: 'sim', name: 'Sim', kind: 'scale', link: { type: 'simulated' } } as const;
  const { call, until, state } = start({ devices: [device] });
  await until(({ devices }) => devices[0]?.state === 'open');
  await call('devices.test_scale', { device_id: 'sim', on: true });
  await call('devices.simulate', { weight_g: 1250, stable: true });
  const { devices } = await until((now) => now.devices[0]?.weight?.grams === 1250);
  expect(devices[0]).toMatchObject({ can_zero: true, weight: { state: 'stable', text: '1250.00 g' } });
  await call('devices.simulate', { weight_g: 1250, stable: false });
  await until((now) => now.devices[0]?.weight?.state === 'moving');
  await call('devices.test_scale', { device_id: 'sim', on: false });
  expect(state().testing).toEqual([]);
  await expect(call('devices.test_scale', { device_id: 'nope', on: true })).rejects.toMatchObject({
    faults: [{ code: 'device.unknown' }],
  });
});

test('desk: an unknown scanner is listened to, learnt and set up', async () => {
  const { call, until } = start();
  await expect(call('devices.learn_scanner', { printed: 'SB-LEARN' })).rejects.toMatchObject({
    faults: [{ code: 'device.learn-nothing' }],
  });
  await call('devices.listen', { link: lineTo() });
  await until(({ listening }) => listening?.state === 'open');
  say('<]C0SB-LEARN>\r');
  await until(({ listening }) => listening?.hex.endsWith('0d') === true);
  expect(await call('devices.learn_scanner', { printed: 'SB-LEARN' })).toEqual({
    prefix: '<',
    suffix: '>',
    aim_id: ']C0',
    framer: 'cr',
    warnings: [],
  });
  await call('devices.listen', { link: null });
  await until(({ listening }) => listening === null);
});

test('desk: what an unknown scale speaks is found out, and its line is given back', async () => {
  server.on('connection', (socket) =>
    socket.on('data', (bytes) => {
      // a Toledo 8217: one letter asks, anything longer is not for it
      if (bytes.toString('latin1') === 'W') socket.write('\u000201.25\r', 'latin1');
    }),
  );
  const { call, until } = start();
  await call('devices.probe_scale', { link: lineTo() });
  const { probing } = await until((now) => now.probing?.done === true);
  expect(probing).toMatchObject({ tried: probing?.total, problem: null });
  expect(probing?.found.map(({ protocol_title }) => protocol_title)).toEqual(['Toledo 8217']);
  expect(probing?.found[0]?.weight).toMatchObject({ state: 'stable' });
  expect(received).not.toContain('Z');
  await call('devices.probe_scale', { link: null });
  await until((now) => now.probing === null);
}, 30_000);

test('desk: a keyboard scanner is identified by its scan, though no row is its own', async () => {
  const { call, until } = start();
  await call('scan.submit', { via: 'wedge', ...readCode(']d20109506000134352') }).catch(() => undefined);
  const { last_scan } = await until((now) => now.last_scan !== null);
  expect(last_scan).toMatchObject({ device_id: 'wedge', aim_id: ']d2', gs1: '(01)09506000134352' });
});

test('desk: labels that wait outlive the host; what may have been printed is not printed twice by itself', async () => {
  const printer = { device_id: 'p', name: 'Printer', kind: 'printer', link: lineTo() } as const;
  const first = start();
  await first.call('devices.save', {
    config: { ...printer, profile: 'zpl-203-no-status', link: { ...lineTo(), port: 1 } },
  });
  await first.call('devices.print_test', { device_id: 'p' });
  expect(first.state().devices[0]?.jobs).toMatchObject([{ state: 'waiting' }]);
  await first.host.close();

  const second = start();
  await second.until(({ devices }) => devices[0]?.jobs[0]?.state === 'waiting');
  await second.call('devices.save', { config: { ...printer, profile: 'zpl-203-no-status' } });
  await second.until(({ devices }) => devices[0]?.jobs[0]?.state === 'sent');
  expect(labels()).toBe(1);
  await second.host.close();

  // this one is asked how it is, and never answers: its label waits, and then its host dies while it is being sent
  const third = start();
  await third.until(({ devices }) => devices.length === 1);
  expect(third.state().devices).toMatchObject([{ jobs: [] }]);
  await third.call('devices.save', { config: { ...printer, profile: 'zpl-203' } });
  server.on('connection', (socket) =>
    socket.on('data', (bytes) => {
      const status =
        '030,0,0,0256,000,0,0,0,000,0,0,0\u0003\r\n\u0002001,0,0,0,1,2,6,0,00000001,1,000\u0003\r\n\u00021234,0';
      if (bytes.toString('latin1').includes('~HS')) socket.write(`\u0002${status}\u0003\r\n`, 'latin1');
    }),
  );
  await third.host.close();
  for (const socket of sockets.splice(0)) socket.destroy();
  const fourth = start();
  await fourth.until(({ devices }) => devices[0]?.state === 'open');
  await fourth.call('devices.print_test', { device_id: 'p' });
  await fourth.until(({ devices }) => devices[0]?.jobs[0]?.state === 'sent');
  expect(labels()).toBe(2);
  await fourth.host.close();

  const fifth = start();
  await fifth.until(({ devices }) => devices[0]?.state === 'open');
  expect(fifth.state().devices).toMatchObject([
    { jobs: [{ state: 'sent', finding: { code: 'printer.unconfirmed' } }] },
  ]);
  const [job] = fifth.state().devices[0]?.jobs ?? [];
  expect(labels()).toBe(2);
  await fifth.call('devices.retry_job', { device_id: 'p', job_id: job?.job_id ?? '' });
  await fifth.until(() => labels() === 3);
}, 30_000);

test('desk: while the device screen is open scans are only tried, and never longer than it says so', async () => {
  let now = 1_000_000;
  const device = { device_id: 'sim', name: 'Sim', kind: 'scanner', link: { type: 'simulated' } } as const;
  const { call, host, until } = start({ devices: [device], now: () => now });
  const said: string[] = [];
  host.onSignal((_, payload) => said.push((payload as { headline: { code: string } }).headline.code));
  await until(({ devices }) => devices[0]?.state === 'open');
  const scanned = async (count: number): Promise<string | undefined> => {
    await call('devices.simulate', { scan: 'SN-1' });
    await expect.poll(() => said.length).toBe(count);
    return said.at(-1);
  };
  expect(await scanned(1)).toBe('scan.unknown');
  await call('devices.try_scans', { on: true });
  expect(await scanned(2)).toBe('scan.tried');
  now += 14_000;
  expect(await scanned(3)).toBe('scan.tried');
  now += 2000;
  expect(await scanned(4)).toBe('scan.unknown');
  await call('devices.try_scans', { on: true });
  await call('devices.try_scans', { on: false });
  expect(await scanned(5)).toBe('scan.unknown');
});

test('device.address-not-allowed: a device is neither saved, listened to nor tried where the options do not allow it', async () => {
  const { call, state } = start();
  const link = { type: 'tcp', host: '8.8.8.8', port: 9100 } as const;
  const refused = { faults: [{ code: 'device.address-not-allowed', params: { host: '8.8.8.8', port: '9100' } }] };
  const config = { device_id: 'far', name: 'Far', kind: 'scanner', link } as const;
  await expect(call('devices.save', { config })).rejects.toMatchObject(refused);
  await expect(call('devices.listen', { link })).rejects.toMatchObject(refused);
  await expect(call('devices.probe_scale', { link })).rejects.toMatchObject(refused);
  expect(state()).toMatchObject({ devices: [], listening: null, probing: null });
});
