import type { WeightReading } from '@serialbridge/core/scan';
import type { DeviceConfig, DeviceStatus } from '@serialbridge/protocol/station';
import type { ConnectionState } from './running/connection.ts';
import { type DeviceConfigInput, deviceConfigSchema, type ProfileBook, profileOf } from './profiles/device-config.ts';
import { DeviceError } from './errors/device-error.ts';
import { type DeviceEvents, DeviceListeners, type ManagedStatus } from './device-listeners.ts';
import { ANYWHERE_GUARD, checkAddress, type NetworkGuard } from './links/network-guard.ts';
import { type MadeDevice, makeDevice } from './make-device.ts';
import type { PrinterDevice } from './printers/printer-device.ts';
import { KNOWN_PROFILES } from './profiles/known-profiles.ts';
import type { Profile } from './profiles/profile.ts';
import type { ScaleDevice } from './scale-device.ts';
import type { Simulator } from './simulated/simulated-devices.ts';

export interface DeviceManagerOptions {
  readonly devices: readonly DeviceConfigInput[];
  /** Ids of scans (UUIDv7 in the product). */
  readonly newId: () => string;
  /** How often a missing device is looked for (ms). */
  readonly rescan_ms?: number;
  /** Where network devices may be that are not named at the start; left out: anywhere. */
  readonly mayReach?: NetworkGuard;
}

interface Managed extends MadeDevice {
  readonly config: DeviceConfig;
  readonly profile: Profile;
  status: ManagedStatus;
}

/** A device in full, for the device screen. */
export interface ManagedDevice {
  readonly config: DeviceConfig;
  readonly profile: Profile;
  readonly status: DeviceStatus;
  readonly scale: ScaleDevice | null;
  readonly printer: PrinterDevice | null;
}

/**
 * All devices of a station: opened, watched, opened again after a loss. Plain Node; one manager per host process.
 * Configurations are checked as a whole: a ZodError names every fault in them.
 */
export class DeviceManager {
  readonly #devices = new Map<string, Managed>();
  readonly #listeners = new DeviceListeners();
  readonly #options: DeviceManagerOptions;
  #started = false;

  constructor(options: DeviceManagerOptions) {
    this.#options = options;
    const configs = deviceConfigSchema()
      .array()
      .refine(
        (list) => new Set(list.map((config) => config.device_id)).size === list.length,
        'Two devices have the same device_id.',
      )
      .parse(options.devices);
    // Whoever starts the host may reach anything already.
    for (const config of configs) this.#add(config, KNOWN_PROFILES, ANYWHERE_GUARD);
  }

  /** Starts opening every device; does not wait for them (a missing scale must not hold up the station). */
  start(): void {
    this.#started = true;
    for (const managed of this.#devices.values()) managed.device.start();
  }

  get #mayReach(): NetworkGuard {
    return this.#options.mayReach ?? ANYWHERE_GUARD;
  }

  /** Closes every device. */
  async stop(): Promise<void> {
    this.#started = false;
    await Promise.all([...this.#devices.values()].map((managed) => managed.device.stop()));
  }

  /** Adds a device, or puts it in the place of the one with its id; opened at once if the manager is started. */
  async put(config: DeviceConfigInput, profiles: ProfileBook = KNOWN_PROFILES): Promise<void> {
    const checked = deviceConfigSchema(profiles).parse(config);
    if (checked.link.type === 'tcp') checkAddress(this.#mayReach, checked.link.host, checked.link.port);
    await this.remove(checked.device_id);
    this.#add(checked, profiles, this.#mayReach);
    if (this.#started) this.#devices.get(checked.device_id)?.device.start();
    this.#listeners.send('changed', { device_id: checked.device_id });
  }

  /** Closes and forgets a device; nothing if there is none. */
  async remove(deviceId: string): Promise<void> {
    const managed = this.#devices.get(deviceId);
    if (managed === undefined) return;
    this.#devices.delete(deviceId);
    await managed.device.stop();
    this.#listeners.send('changed', { device_id: deviceId });
  }

  /** Gives the device's line up, for somebody else to open it; `start` takes it back. */
  async pause(deviceId: string): Promise<{ readonly resume: () => void }> {
    const managed = this.#managed(deviceId);
    await managed.device.stop();
    return {
      resume: () => {
        if (this.#started && this.#devices.get(deviceId) === managed) managed.device.start();
      },
    };
  }

  /** Hears of devices; returns how to stop. */
  on<Name extends keyof DeviceEvents>(name: Name, listener: (event: DeviceEvents[Name]) => void): () => void {
    return this.#listeners.add(name, listener);
  }

  statuses(): ManagedStatus[] {
    return [...this.#devices.values()].map((managed) => managed.status);
  }

  devices(): ManagedDevice[] {
    return [...this.#devices.values()];
  }

  /**
   * A reading that began after this call (see ScaleDevice.readWeight). Without `device_id`: the station's only scale, or
   * the only one that is connected. Rejects with a DeviceError when the scale is not connected; a scale that does not
   * answer reads `silent`.
   */
  async readWeight(request: { readonly device_id?: string; readonly timeout_ms: number }): Promise<WeightReading> {
    return this.scale(request.device_id).readWeight(request.timeout_ms);
  }

  /** Sets the scale to zero. */
  async zero(request: { readonly device_id?: string } = {}): Promise<void> {
    return this.scale(request.device_id).zero();
  }

  /** One question to a scale, for a live display: whatever it says now. */
  async readOnce(request: { readonly device_id?: string } = {}): Promise<WeightReading> {
    return this.scale(request.device_id).readOnce();
  }

  /** That scale, or the station's only one; throws `device.unknown`, `device.not-a-scale`, `device.no-default-scale`. */
  scale(deviceId?: string): ScaleDevice {
    if (deviceId === undefined) {
      const only = this.#only((managed) => managed.scale);
      if (only === null) throw new DeviceError('device.no-default-scale');
      return only;
    }
    const { scale } = this.#managed(deviceId);
    if (scale === null) throw new DeviceError('device.not-a-scale', { device_id: deviceId });
    return scale;
  }

  /** That printer, or the station's only one; throws `device.unknown`, `device.not-a-printer`, `device.no-default-printer`. */
  printer(deviceId?: string): PrinterDevice {
    if (deviceId === undefined) {
      const only = this.#only((managed) => managed.printer);
      if (only === null) throw new DeviceError('device.no-default-printer');
      return only;
    }
    const { printer } = this.#managed(deviceId);
    if (printer === null) throw new DeviceError('device.not-a-printer', { device_id: deviceId });
    return printer;
  }

  /** The hand on a simulated device; throws `device.unknown` when there is no such simulated device. */
  simulator(deviceId: string): Simulator {
    const simulator = this.#devices.get(deviceId)?.simulator;
    if (simulator === null || simulator === undefined) throw new DeviceError('device.unknown', { device_id: deviceId });
    return simulator;
  }

  #managed(deviceId: string): Managed {
    const managed = this.#devices.get(deviceId);
    if (managed === undefined) throw new DeviceError('device.unknown', { device_id: deviceId });
    return managed;
  }

  /** The only device of a kind, or the only one of them that is connected; null: none, or nobody can say which. */
  #only<Part>(part: (managed: Managed) => Part | null): Part | null {
    const all = [...this.#devices.values()].filter((managed) => part(managed) !== null);
    const open = all.length > 1 ? all.filter((managed) => managed.status.state === 'open') : all;
    const [only] = open;
    return only === undefined || open.length > 1 ? null : part(only);
  }

  #add(config: DeviceConfig, profiles: ProfileBook, mayReach: NetworkGuard): void {
    const profile = profileOf(config, profiles);
    if (profile === undefined) throw new DeviceError('device.unknown', { device_id: config.device_id });
    const { device_id, kind, name } = config;
    const made = makeDevice(
      config,
      profile,
      {
        newId: this.#options.newId,
        rescanMs: this.#options.rescan_ms ?? 1000,
        listener: {
          scan: (scan) => this.#listeners.send('scan', scan),
          broken: (finding) => this.#listeners.send('broken', { device_id, finding }),
          weight: (reading) => this.#listeners.send('weight', reading),
          state: (state, error) => this.#changed(device_id, state, error),
          trace: (trace) => this.#listeners.send('trace', { ...trace, device_id }),
          changed: () => this.#listeners.send('changed', { device_id }),
        },
      },
      mayReach,
    );
    const simulated = made.simulator !== null;
    const status: ManagedStatus = { device_id, kind, name, simulated, state: 'opening', detail: null, text: null };
    this.#devices.set(device_id, { ...made, config, profile, status });
  }

  #changed(deviceId: string, state: ConnectionState, error: DeviceError | null): void {
    const managed = this.#devices.get(deviceId);
    if (managed === undefined) return;
    const before = managed.status;
    const detail = error?.finding ?? null;
    managed.status = { ...before, state, detail, text: error?.message ?? null };
    // the rescan finds the same thing missing every second: that is no news
    if (before.state === state && before.detail?.code === detail?.code) return;
    this.#listeners.send('status', managed.status);
  }
}
