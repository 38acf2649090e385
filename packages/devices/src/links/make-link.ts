import type { DeviceLink } from '@serialbridge/protocol/station';
import { DeviceError } from '../device-error.ts';
import type { SerialSettings } from '../profiles/profile.ts';
import type { Link } from './link.ts';
import { serialLink } from './serial-link.ts';

type RealLink = Exclude<DeviceLink, { type: 'simulated' }>;

/** What the configuration sets of the port, over what the profile says. */
function settingsOf(
  link: Extract<DeviceLink, { type: 'serial' | 'usb-serial' }>,
  usual: SerialSettings,
): SerialSettings {
  const { baud, data_bits, parity, stop_bits, flow_control } = link;
  const set = Object.entries({ baud, data_bits, parity, stop_bits, flow_control });
  return { ...usual, ...Object.fromEntries(set.filter(([, value]) => value !== undefined)) };
}

/** The way to a real device, as a configuration names it; `usual`: the serial settings of its profile. */
export function makeLink(link: RealLink, usual: SerialSettings): Link {
  switch (link.type) {
    case 'serial':
      return serialLink({ ...settingsOf(link, usual), path: link.path });
    default:
      throw new DeviceError('device.open-failed', { path: link.type, reason: 'no link' });
  }
}
