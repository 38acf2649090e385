import type { Scan, WeightReading } from '@serialbridge/core/scan';
import { afterEach, expect, test } from 'vitest';
import type { ManagedStatus } from './device-listeners.ts';
import { DeviceManager } from './device-manager.ts';
import type { SimulatedScanner } from './simulated/simulated-devices.ts';
import type { SimulatedScale } from './simulated/simulated-scale.ts';

const running: DeviceManager[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((manager) => manager.stop()));
});

interface Bench {
  readonly manager: DeviceManager;
  readonly scans: Scan[];
  readonly weights: WeightReading[];
  readonly statuses: ManagedStatus[];
  /** Resolves when the device says so. */
  readonly until: (deviceId: string, state: ManagedStatus['state']) => Promise<ManagedStatus>;
}

function bench(): Bench {
  let ids = 0;
  const manager = new DeviceManager({
    devices: [
      { device_id: 'scanner', name: 'Demo scanner', kind: 'scanner', link: { type: 'simulated' } },
      { device_id: 'scale', name: 'Demo scale', kind: 'scale', link: { type: 'simulated' } },
    ],
    newId: () => `scan-${(ids += 1)}`,
    rescan_ms: 10,
  });
  running.push(manager);
  const scans: Scan[] = [];
  const weights: WeightReading[] = [];
  const statuses: ManagedStatus[] = [];
  manager.on('scan', (scan) => scans.push(scan));
  manager.on('weight', (reading) => weights.push(reading));
  manager.on('status', (status) => statuses.push(status));
  const until: Bench['until'] = (deviceId, state) => {
    const { promise, resolve } = Promise.withResolvers<ManagedStatus>();
    const stop = manager.on('status', (status) => {
      if (status.device_id === deviceId && status.state === state) resolve(status);
    });
    const now = manager.statuses().find((status) => status.device_id === deviceId && status.state === state);
    if (now !== undefined) resolve(now);
    return promise.finally(stop);
  };
  manager.start();
  return { manager, scans, weights, statuses, until };
}

const scaleOf = (manager: DeviceManager): SimulatedScale => {
  const simulator = manager.simulator('scale');
  if (simulator.kind !== 'scale') throw new Error('not a scale');
  return simulator;
};
const scannerOf = (manager: DeviceManager): SimulatedScanner => {
  const simulator = manager.simulator('scanner');
  if (simulator.kind !== 'scanner') throw new Error('not a scanner');
  return simulator;
};

test('a simulated scan comes out as a scan, with its own id', async () => {
  const { manager, scans, until } = bench();
  await until('scanner', 'open');
  const scanner = scannerOf(manager);
  expect(scanner.scan('SN-1')).toBe(true);
  scanner.scan('010950600013435221Ü', { aim_id: ']d2' });
  expect(scans).toMatchObject([
    { scan_id: 'scan-1', device_id: 'scanner', via: 'simulated', text: 'SN-1' },
    {
      scan_id: 'scan-2',
      symbology: 'gs1-datamatrix',
      text: '010950600013435221Ü',
      gs1: { errors: [{ rule: 'gs1.character-set' }] },
    },
  ]);
});

test('a weight comes when the load rests, never before', async () => {
  const { manager, weights, until } = bench();
  await until('scale', 'open');
  scaleOf(manager).setWeight(1234.5, { settling: 3 });
  const reading = await manager.readWeight({ timeout_ms: 5000 });
  expect(reading).toMatchObject({ device_id: 'scale', state: 'stable', mantissa: 123_450, exponent: -2, unit: 'g' });
  expect(weights.map((weight) => weight.state)).toEqual(['moving', 'moving', 'moving', 'stable']);
});

test('a load that never rests reads moving, an overload over, a switched-off scale silent', async () => {
  const { manager, until } = bench();
  await until('scale', 'open');
  const scale = scaleOf(manager);
  scale.moving();
  await expect(manager.readWeight({ timeout_ms: 250 })).resolves.toMatchObject({ state: 'moving' });
  scale.over();
  await expect(manager.readWeight({ timeout_ms: 5000 })).resolves.toMatchObject({ state: 'over' });
  scale.under();
  await expect(manager.readWeight({ timeout_ms: 5000 })).resolves.toMatchObject({ state: 'under' });
  scale.silence(true);
  await expect(manager.readWeight({ timeout_ms: 100 })).resolves.toMatchObject({ state: 'silent' });
  await expect(until('scale', 'error')).resolves.toMatchObject({ detail: { code: 'device.silent' } });
  scale.silence(false);
  scale.setWeight(5);
  await until('scale', 'open');
  await expect(manager.readWeight({ timeout_ms: 3000 })).resolves.toMatchObject({ state: 'stable', mantissa: 500 });
});

test('device.zero-refused while the load moves, done at rest', async () => {
  const { manager, until } = bench();
  await until('scale', 'open');
  const scale = scaleOf(manager);
  scale.moving();
  await expect(manager.zero()).rejects.toMatchObject({ id: 'device.zero-refused' });
  scale.over();
  await expect(manager.zero()).rejects.toMatchObject({ id: 'device.zero-out-of-range' });
  scale.setWeight(300);
  await manager.zero();
  await expect(manager.readOnce()).resolves.toMatchObject({ state: 'stable', mantissa: 0 });
});

test('device.lost: unplugged, said so, picked up again by itself', async () => {
  const { manager, scans, statuses, until } = bench();
  await until('scanner', 'open');
  await until('scale', 'open');
  const scanner = scannerOf(manager);
  scanner.unplug();
  scaleOf(manager).unplug();
  await expect(until('scanner', 'lost')).resolves.toMatchObject({ detail: { code: 'device.lost' } });
  expect(scanner.scan('INTO THE VOID')).toBe(false);
  await expect(manager.readWeight({ timeout_ms: 1000 })).rejects.toMatchObject({ id: 'device.not-open' });
  scanner.plug();
  scaleOf(manager).plug();
  await until('scanner', 'open');
  await until('scale', 'open');
  scanner.scan('SN-2');
  expect(scans.map((scan) => scan.text)).toEqual(['SN-2']);
  expect(manager.statuses()).toMatchObject([
    { state: 'open', detail: null, simulated: true },
    { state: 'open', detail: null },
  ]);
  const told = statuses.filter((status) => status.device_id === 'scanner').map((status) => status.state);
  expect(told.at(-1)).toBe('open');
  expect(told.filter((state) => state === 'lost').length).toBeLessThanOrEqual(2);
});

test('a reading under way when the plug is pulled fails, and does not hang', async () => {
  const { manager, until } = bench();
  await until('scale', 'open');
  scaleOf(manager).moving();
  const reading = manager.readWeight({ timeout_ms: 60_000 });
  scaleOf(manager).unplug();
  await expect(reading).rejects.toMatchObject({ id: 'device.not-open' });
});

test('device.unknown, device.not-a-scale, device.no-default-scale name what is wrong', async () => {
  const { manager } = bench();
  await expect(manager.readWeight({ device_id: 'x', timeout_ms: 1 })).rejects.toMatchObject({ id: 'device.unknown' });
  await expect(manager.readWeight({ device_id: 'scanner', timeout_ms: 1 })).rejects.toMatchObject({
    id: 'device.not-a-scale',
  });
  expect(() => manager.simulator('x')).toThrow('device.unknown');
  const none = new DeviceManager({ devices: [], newId: () => '' });
  await expect(none.zero()).rejects.toMatchObject({ id: 'device.no-default-scale' });
});

test('two devices with one id are refused', () => {
  const device = { device_id: 'a', name: 'A', kind: 'scanner', link: { type: 'simulated' } } as const;
  expect(() => new DeviceManager({ devices: [device, device], newId: () => '' })).toThrow('same device_id');
});
