import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gramsOf, type WeightReading } from '@serialbridge/core/scan';
import { expect, test } from 'vitest';
import { DeviceManager, type ManagedDevice } from './device-manager.ts';
import { ptyPair } from './emulators/pty-pair.ts';
import { startScaleEmulator } from './emulators/scale-emulator.ts';
import { KNOWN_PROFILES } from './profiles/known-profiles.ts';
import type { SerialProtocolId } from './protocols/scale-protocols.ts';

/** Every serial protocol, by the first profile that speaks it. */
const SERIAL = new Map<SerialProtocolId, string>();
for (const profile of KNOWN_PROFILES.values()) {
  const { kind, protocol } = profile;
  if (kind === 'scale' && protocol !== 'hid-scale' && !SERIAL.has(protocol)) SERIAL.set(protocol, profile.profile);
}

async function until(manager: DeviceManager, state: string): Promise<ManagedDevice['status']> {
  const { promise, resolve } = Promise.withResolvers<ManagedDevice['status']>();
  const stop = manager.on('status', (status) => {
    if (status.state === state) resolve(status);
  });
  const [now] = manager.statuses();
  if (now?.state === state) resolve(now);
  return promise.finally(stop);
}

test.concurrent.each([...SERIAL])(
  '%s over a serial port: moving, stable, over, unplugged, plugged in again',
  async (protocol, profile) => {
    const folder = await mkdtemp(join(tmpdir(), 'scales-'));
    const wire = await ptyPair(join(folder, 'device'), join(folder, 'station'));
    const manager = new DeviceManager({
      devices: [
        {
          device_id: 'd',
          name: 'Scale',
          kind: 'scale',
          link: { type: 'serial', path: wire.station_path },
          profile,
        },
      ],
      newId: () => '',
      rescan_ms: 50,
    });
    const read = (timeout_ms = 8000): Promise<WeightReading> => manager.readWeight({ timeout_ms });
    const heard: string[] = [];
    manager.on('weight', (reading) => heard.push(reading.state));
    let emulator = await startScaleEmulator({ path: wire.device_path, protocol, grams: 0 });
    try {
      manager.start();
      await until(manager, 'open');

      emulator.setWeight(1250, { settling: 3 });
      const first = await read();
      expect(first.state).toBe('stable');
      // the finest step of any of these scales is half an ounce or better
      expect(Math.abs((gramsOf(first) ?? 0) - 1250)).toBeLessThan(15);
      expect(heard).toContain('moving');

      emulator.moving();
      await expect(read(400)).resolves.toMatchObject({ state: 'moving' });
      emulator.over();
      await expect(read()).resolves.toMatchObject({ state: 'over' });
      emulator.under();
      await expect(read()).resolves.toMatchObject({ state: 'under' });

      await wire.unplug();
      await expect(until(manager, 'lost')).resolves.toMatchObject({ detail: { code: 'device.lost' } });
      await expect(read(1000)).rejects.toMatchObject({ id: 'device.not-open' });
      await emulator.stop();

      await wire.plug();
      emulator = await startScaleEmulator({ path: wire.device_path, protocol, grams: 500 });
      await until(manager, 'open');
      const again = await read();
      expect(again.state).toBe('stable');
      expect(Math.abs((gramsOf(again) ?? 0) - 500)).toBeLessThan(15);
    } finally {
      await manager.stop();
      await emulator.stop();
      await wire.unplug();
      await rm(folder, { recursive: true, force: true });
    }
  },
  40_000,
);
