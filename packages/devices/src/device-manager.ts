import type { Scan, WeightReading } from '@serialbridge/core/scan';
import type { DeviceStatus } from '@serialbridge/protocol/station';
import type { ConnectionState } from './connection.ts';
import { type DeviceConfig, type DeviceConfigInput, deviceConfigSchema, profileOf } from './device-config.ts';
import { DeviceError } from './device-error.ts';
import type { DeviceParts, RunningDevice } from './device.ts';
import type { Link } from './links/link.ts';
import { serialLink } from './links/serial-link.ts';
import { simulatedLink } from './links/simulated-link.ts';
import type { Profile } from './profiles/profile.ts';
import { type ScaleDevice, scaleDevice } from './scale-device.ts';
import { scannerDevice } from './scanner-device.ts';
import { type Simulator, simulatedScale, simulatedScanner } from './simulated/simulated-devices.ts';

/** A status row as the contract has it, with its sentence in English for logs. `detail` is null while all is well. */
export type ManagedStatus = DeviceStatus & { readonly text: string | null };

export interface DeviceEvents {
  scan: Scan;
  weight: WeightReading;
  status: ManagedStatus;
}

export interface DeviceManagerOptions {
  readonly devices: readonly DeviceConfigInput[];
  /** Ids of scans (UUIDv7 in the product). */
  readonly newId: () => string;
  /** How often a missing device is looked for (ms). */
  readonly rescan_ms?: number;
}

interface Managed {
  readonly config: DeviceConfig;
  readonly device: RunningDevice;
  readonly scale: ScaleDevice | null;
  readonly simulator: Simulator | null;
  status: ManagedStatus;
}

/** The link of a configuration, and the far end where there is no hardware. */
function linkOf(config: DeviceConfig, profile: Profile): { link: Link; simulator: Simulator | null } {
  if (config.link.type === 'serial') {
    const { path, ...given } = config.link;
    const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    return { link: serialLink({ ...profile.serial, ...set, path }), simulator: null };
  }
  const { link, end } = simulatedLink(config.name);
  return { link, simulator: config.kind === 'scanner' ? simulatedScanner(end) : simulatedScale(end) };
}

/** The event sources of one manager; a listener that throws does not keep the others from hearing. */
class Listeners {
  readonly #sets: { readonly [Name in keyof DeviceEvents]: Set<(event: DeviceEvents[Name]) => void> } = {
    scan: new Set(),
    weight: new Set(),
    status: new Set(),
  };

  add<Name extends keyof DeviceEvents>(name: Name, listener: (event: DeviceEvents[Name]) => void): () => void {
    this.#sets[name].add(listener);
    return () => void this.#sets[name].delete(listener);
  }

  tell<Name extends keyof DeviceEvents>(name: Name, event: DeviceEvents[Name]): void {
    for (const listener of this.#sets[name]) {
      try {
        listener(event);
      } catch (error) {
        // thrown on its own turn: the process reports it, the scan still reaches the others
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}

/**
 * All devices of a station: opened, watched, opened again after a loss. Plain Node; one manager per host process.
 * The configuration is checked as a whole: a ZodError names every fault in it.
 */
export class DeviceManager {
  readonly #devices = new Map<string, Managed>();
  readonly #listeners = new Listeners();

  constructor(options: DeviceManagerOptions) {
    const configs = deviceConfigSchema
      .array()
      .refine(
        (list) => new Set(list.map((config) => config.device_id)).size === list.length,
        'Two devices have the same device_id.',
      )
      .parse(options.devices);
    for (const config of configs) this.#add(config, options);
  }

  /** Starts opening every device; does not wait for them (a missing scale must not hold up the station). */
  start(): void {
    for (const managed of this.#devices.values()) managed.device.start();
  }

  /** Closes every device. */
  async stop(): Promise<void> {
    await Promise.all([...this.#devices.values()].map((managed) => managed.device.stop()));
  }

  /** Hears of `scan`, `weight` (every answer of a scale, asked for or not) and `status`; returns how to stop. */
  on<Name extends keyof DeviceEvents>(name: Name, listener: (event: DeviceEvents[Name]) => void): () => void {
    return this.#listeners.add(name, listener);
  }

  statuses(): ManagedStatus[] {
    return [...this.#devices.values()].map((managed) => managed.status);
  }

  /**
   * A reading that began after this call (see ScaleDevice.readWeight). Without `device_id`: the station's only scale.
   * Rejects with a DeviceError when the scale is not connected; a scale that does not answer reads `silent`.
   */
  async readWeight(request: { readonly device_id?: string; readonly timeout_ms: number }): Promise<WeightReading> {
    return this.#scale(request.device_id).readWeight(request.timeout_ms);
  }

  /** Sets the scale to zero. */
  async zero(request: { readonly device_id?: string } = {}): Promise<void> {
    return this.#scale(request.device_id).zero();
  }

  /** One question to a scale, for a live display: whatever it says now. */
  async readOnce(request: { readonly device_id?: string } = {}): Promise<WeightReading> {
    return this.#scale(request.device_id).readOnce();
  }

  /** The hand on a simulated device; throws `device.unknown` when there is no such simulated device. */
  simulator(deviceId: string): Simulator {
    const simulator = this.#devices.get(deviceId)?.simulator;
    if (simulator === null || simulator === undefined) throw new DeviceError('device.unknown', { device_id: deviceId });
    return simulator;
  }

  #scale(deviceId: string | undefined): ScaleDevice {
    if (deviceId === undefined) {
      const scales = [...this.#devices.values()].flatMap((managed) => (managed.scale === null ? [] : [managed.scale]));
      const [only] = scales;
      if (only === undefined || scales.length > 1) throw new DeviceError('device.no-default-scale');
      return only;
    }
    const managed = this.#devices.get(deviceId);
    if (managed === undefined) throw new DeviceError('device.unknown', { device_id: deviceId });
    if (managed.scale === null) throw new DeviceError('device.not-a-scale', { device_id: deviceId });
    return managed.scale;
  }

  #add(config: DeviceConfig, options: DeviceManagerOptions): void {
    const profile = profileOf(config);
    if (profile === undefined) throw new DeviceError('device.unknown', { device_id: config.device_id });
    const { link, simulator } = linkOf(config, profile);
    const parts: DeviceParts = {
      config,
      link,
      newId: options.newId,
      rescanMs: options.rescan_ms ?? 1000,
      listener: {
        scan: (scan) => this.#listeners.tell('scan', scan),
        weight: (reading) => this.#listeners.tell('weight', reading),
        state: (state, error) => this.#changed(config.device_id, state, error),
      },
    };
    const scale = profile.kind === 'scale' ? scaleDevice(parts, profile) : null;
    const device = profile.kind === 'scanner' ? scannerDevice(parts, profile) : scale;
    if (device === null) return;
    const { device_id, kind, name } = config;
    const simulated = simulator !== null;
    const status: ManagedStatus = { device_id, kind, name, simulated, state: 'opening', detail: null, text: null };
    this.#devices.set(device_id, { config, device, scale, simulator, status });
  }

  #changed(deviceId: string, state: ConnectionState, error: DeviceError | null): void {
    const managed = this.#devices.get(deviceId);
    if (managed === undefined) return;
    const before = managed.status;
    const detail = error?.finding ?? null;
    managed.status = { ...before, state, detail, text: error?.message ?? null };
    // the rescan finds the same thing missing every second: that is no news
    if (before.state === state && before.detail?.code === detail?.code) return;
    this.#listeners.tell('status', managed.status);
  }
}
