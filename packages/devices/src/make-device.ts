import type { DeviceConfig } from '@serialbridge/protocol/station';
import type { DeviceParts, RunningDevice } from './running/device.ts';
import type { Link } from './links/link.ts';
import { makeLink } from './links/make-link.ts';
import type { NetworkGuard } from './links/network-guard.ts';
import { simulatedLink } from './links/simulated-link.ts';
import { type PrinterDevice, printerDevice } from './printers/printer-device.ts';
import { serialSettingsSchema } from './links/serial-settings.ts';
import type { Profile } from './profiles/profile.ts';
import { type ScaleDevice, scaleDevice } from './scale-device.ts';
import { scannerDevice } from './scanner-device.ts';
import { type Simulator, simulatorOf } from './simulated/simulated-devices.ts';

export interface MadeDevice {
  readonly device: RunningDevice;
  readonly scale: ScaleDevice | null;
  readonly printer: PrinterDevice | null;
  readonly simulator: Simulator | null;
}

/** The link of a configuration, and the far end where there is no hardware. */
function linkOf(
  config: DeviceConfig,
  profile: Profile,
  mayReach: NetworkGuard,
): { link: Link; simulator: Simulator | null } {
  if (config.link.type !== 'simulated') {
    const usual = 'serial' in profile ? profile.serial : serialSettingsSchema.parse({});
    return { link: makeLink(config.link, usual, mayReach), simulator: null };
  }
  const { link, end } = simulatedLink(config.name);
  return { link, simulator: simulatorOf(end, profile) };
}

/** A device as its profile says: the way to it, what it speaks, and how it is driven. */
export function makeDevice(
  config: DeviceConfig,
  profile: Profile,
  given: Pick<DeviceParts, 'newId' | 'rescanMs' | 'listener'>,
  mayReach: NetworkGuard,
): MadeDevice {
  const { link, simulator } = linkOf(config, profile, mayReach);
  const parts: DeviceParts = { config, link, ...given };
  if (profile.kind === 'scanner') {
    return { device: scannerDevice(parts, profile), scale: null, printer: null, simulator };
  }
  if (profile.kind === 'scale') {
    const scale = scaleDevice(parts, profile);
    return { device: scale, scale, printer: null, simulator };
  }
  const printer = printerDevice({ ...parts, onChanged: given.listener.changed }, profile);
  return { device: printer, scale: null, printer, simulator };
}
