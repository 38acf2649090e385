import type { DeviceLink } from '@serialbridge/protocol/station';
import type { SerialSettings } from './serial-settings.ts';
import { cupsLink } from './cups-link.ts';
import { hidLink } from './hid-link.ts';
import type { Link } from './link.ts';
import type { NetworkGuard } from './network-guard.ts';
import { serialLink } from './serial-link.ts';
import { spoolerLink } from './spooler-link.ts';
import { tcpLink } from './tcp-link.ts';
import { usbLink } from './usb-link.ts';
import { usbSerialLink } from './usb-serial.ts';

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
export function makeLink(link: RealLink, usual: SerialSettings, mayReach: NetworkGuard): Link {
  switch (link.type) {
    case 'serial':
      return serialLink({ ...settingsOf(link, usual), path: link.path });
    case 'usb-serial':
      return usbSerialLink(link, settingsOf(link, usual));
    case 'hid':
      return hidLink(link);
    case 'usb':
      return usbLink(link);
    case 'tcp':
      return tcpLink({ host: link.host, port: link.port, mayReach });
    case 'cups':
      return cupsLink({ queue: link.queue });
    case 'spooler':
  }
  return spoolerLink({ printer: link.printer });
}
