import type { DeviceLink } from '@serialbridge/protocol/station';
import type { Translate } from '../../i18n/index.ts';

type Serial = Extract<DeviceLink, { type: 'serial' | 'usb-serial' }>;

/** `9600 8N1`, as scales and manuals write it; empty where the profile says it all. */
function settingsOf({ baud, data_bits: bits, parity, stop_bits: stop }: Serial): string {
  const frame =
    bits === undefined && parity === undefined && stop === undefined
      ? ''
      : `${bits ?? 8}${(parity ?? 'none').charAt(0).toUpperCase()}${stop ?? 1}`;
  return [baud === undefined ? '' : String(baud), frame].filter((part) => part !== '').join(' ');
}

/** Where a link leads, without the words for its kind: a port, an address, USB ids. Empty for a simulated one. */
export function linkPlace(link: DeviceLink): string {
  switch (link.type) {
    case 'serial':
      return [link.path, settingsOf(link)].filter((part) => part !== '').join(', ');
    case 'usb-serial':
      return [`${link.vendor_id}:${link.product_id}`, settingsOf(link)].filter((part) => part !== '').join(', ');
    case 'hid':
    case 'usb':
      return `${link.vendor_id}:${link.product_id}`;
    case 'tcp':
      return `${link.host}:${link.port}`;
    case 'cups':
      return link.queue;
    case 'spooler':
      return link.printer;
    case 'simulated':
      return '';
  }
}

/** How a device is connected, in words, and where. */
export function linkWords(link: DeviceLink, t: Translate): string {
  const place = linkPlace(link);
  return place === '' ? t(`ui.link.${link.type}`) : `${t(`ui.link.${link.type}`)} · ${place}`;
}
