import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Scan } from '@serialbridge/core/scan';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DeviceConfigInput } from './profiles/device-config.ts';
import type { ManagedStatus } from './device-listeners.ts';
import { DeviceManager } from './device-manager.ts';
import { type ScaleEmulator, startScaleEmulator } from './emulators/scale-emulator.ts';
import { type PtyPair, ptyPair } from './emulators/pty-pair.ts';
import { serialLink } from './links/serial-link.ts';

const settings = { baud: 9600, data_bits: 8, parity: 'none', stop_bits: 1, flow_control: 'none' } as const;
let folder = '';
let pair: PtyPair;
const cleanups: (() => Promise<void>)[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'devices-'));
  pair = await ptyPair(join(folder, 'device'), join(folder, 'station'));
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
  await pair.unplug();
  await rm(folder, { recursive: true });
});

function managerOf(kind: DeviceConfigInput['kind'], more: Partial<DeviceConfigInput> = {}): DeviceManager {
  let ids = 0;
  const manager = new DeviceManager({
    devices: [
      { device_id: 'd', name: 'Bench device', kind, link: { type: 'serial', path: pair.station_path }, ...more },
    ],
    newId: () => String((ids += 1)),
    rescan_ms: 50,
  });
  cleanups.push(() => manager.stop());
  return manager;
}

async function until(manager: DeviceManager, state: ManagedStatus['state']): Promise<ManagedStatus> {
  const { promise, resolve } = Promise.withResolvers<ManagedStatus>();
  const stop = manager.on('status', (status) => {
    if (status.state === state) resolve(status);
  });
  const [now] = manager.statuses();
  if (now?.state === state) resolve(now);
  return promise.finally(stop);
}

async function emulate(grams: number): Promise<ScaleEmulator> {
  const emulator = await startScaleEmulator({ path: pair.device_path, grams });
  cleanups.push(() => emulator.stop());
  return emulator;
}

/** The device's end of the cable: a scanner that only talks. */
async function talker(): Promise<(text: string) => Promise<void>> {
  const link = serialLink({ ...settings, path: pair.device_path });
  await link.open({ data: () => undefined, lost: () => undefined });
  cleanups.push(() => link.close());
  return (text) => link.send(Buffer.from(text), 5000);
}

test('MT-SICS over a serial port: moving, stable, over, under, unplugged, plugged in again', async () => {
  const first = await emulate(0);
  const manager = managerOf('scale');
  manager.start();
  await until(manager, 'open');

  first.setWeight(1250.5, { settling: 2 });
  const states: string[] = [];
  manager.on('weight', (reading) => states.push(reading.state));
  await expect(manager.readWeight({ timeout_ms: 5000 })).resolves.toMatchObject({
    state: 'stable',
    mantissa: 125_050,
    exponent: -2,
    unit: 'g',
  });
  expect(states).toEqual(['moving', 'moving', 'stable']);

  first.over();
  await expect(manager.readWeight({ timeout_ms: 5000 })).resolves.toMatchObject({ state: 'over' });
  first.under();
  await expect(manager.readWeight({ timeout_ms: 5000 })).resolves.toMatchObject({ state: 'under' });

  await pair.unplug();
  await until(manager, 'lost');
  await expect(manager.readWeight({ timeout_ms: 1000 })).rejects.toMatchObject({ id: 'device.not-open' });
  await first.stop();

  await pair.plug();
  const second = await emulate(42);
  await until(manager, 'open');
  await expect(manager.readWeight({ timeout_ms: 5000 })).resolves.toMatchObject({ state: 'stable', mantissa: 4200 });
  await manager.zero();
  await expect(manager.readOnce()).resolves.toMatchObject({ state: 'stable', mantissa: 0 });
  expect(second.received()).toContain('Z\r\n');
}, 30_000);

test('what the scale said before it was asked is not a reading of the question', async () => {
  const emulator = await emulate(500);
  emulator.say('S S     999.99 g\r\nS S     9');
  const manager = managerOf('scale');
  manager.start();
  await until(manager, 'open');
  const heard = Promise.withResolvers<void>();
  manager.on('weight', () => heard.resolve());
  emulator.say('S S     888.88 g\r\nS S   ');
  await heard.promise;
  await expect(manager.readWeight({ timeout_ms: 5000 })).resolves.toMatchObject({ state: 'stable', mantissa: 50_000 });
}, 30_000);

test('device.silent: a port without a scale says what to check, and the scale is found when it is switched on', async () => {
  const emulator = await emulate(7);
  emulator.silence(true);
  const manager = managerOf('scale');
  manager.start();
  await expect(until(manager, 'error')).resolves.toMatchObject({
    detail: { code: 'device.silent', params: { baud: 9600 } },
  });
  emulator.silence(false);
  await until(manager, 'open');
  await expect(manager.readWeight({ timeout_ms: 5000 })).resolves.toMatchObject({ mantissa: 700 });
}, 30_000);

test('200 codes from a serial scanner without a pause: none lost, none doubled, in order', async () => {
  const say = await talker();
  const manager = managerOf('scanner');
  const scans: Scan[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  manager.on('scan', (scan) => {
    scans.push(scan);
    if (scan.text === 'END') resolve();
  });
  manager.start();
  await until(manager, 'open');
  const codes = Array.from({ length: 200 }, (_, index) => `SN${String(index).padStart(12, '0')}`);
  await Promise.all([...codes.map((code) => say(`]C0${code}\r`)), say('END\r')]);
  await promise;
  expect(scans.slice(0, -1).map((scan) => scan.text)).toEqual(codes);
  expect(new Set(scans.map((scan) => scan.scan_id)).size).toBe(201);
  expect(scans[0]).toMatchObject({
    via: 'serial',
    aim_id: ']C0',
    raw_hex: Buffer.from(`]C0${codes[0] ?? ''}\r`).toString('hex'),
  });
}, 30_000);

test('half a code before the plug is pulled does not begin the next one', async () => {
  const say = await talker();
  const manager = managerOf('scanner');
  const { promise, resolve } = Promise.withResolvers<Scan>();
  manager.on('scan', resolve);
  manager.start();
  await until(manager, 'open');
  await say('HALF');
  await pair.unplug();
  await until(manager, 'lost');
  await pair.plug();
  await until(manager, 'open');
  const sayAgain = await talker();
  await sayAgain('WHOLE\r');
  await expect(promise).resolves.toMatchObject({ text: 'WHOLE' });
}, 30_000);

test('a scanner without a suffix works by silence, and the scan says so', async () => {
  const say = await talker();
  const manager = managerOf('scanner', { profile: 'line-scanner-no-suffix' });
  const { promise, resolve } = Promise.withResolvers<Scan>();
  manager.on('scan', resolve);
  manager.start();
  await until(manager, 'open');
  await say('SN-1');
  await expect(promise).resolves.toMatchObject({ text: 'SN-1', without_suffix: true });
}, 30_000);

test('device.missing, device.in-use, device.open-failed say which', async () => {
  const listener = { data: () => undefined, lost: () => undefined };
  await expect(serialLink({ ...settings, path: join(folder, 'nothing') }).open(listener)).rejects.toMatchObject({
    id: 'device.missing',
  });
  const file = join(folder, 'file');
  await writeFile(file, '');
  await expect(serialLink({ ...settings, path: file }).open(listener)).rejects.toMatchObject({
    id: 'device.open-failed',
  });

  const link = serialLink({ ...settings, path: pair.station_path });
  await link.open(listener);
  await expect(serialLink({ ...settings, path: pair.station_path }).open(listener)).rejects.toMatchObject({
    id: 'device.in-use',
  });
  await link.close();
  await expect(link.send(Uint8Array.of(1), 100)).rejects.toMatchObject({ id: 'device.not-open' });
  const second = serialLink({ ...settings, path: pair.station_path });
  await second.open(listener);
  await second.close();
}, 30_000);
