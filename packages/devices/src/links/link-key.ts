import type { DeviceLink } from '@serialbridge/protocol/station';

/** What makes two links the same way to the same device, whatever speed the port is set to. */
export function linkKey(link: DeviceLink): string {
  switch (link.type) {
    case 'serial':
      return `serial:${link.path}`;
    case 'usb-serial':
      return `usb-serial:${link.vendor_id}:${link.product_id}:${link.serial_number ?? ''}`;
    case 'hid':
      return `hid:${link.vendor_id}:${link.product_id}:${link.serial_number ?? ''}:${link.usage_page.toString(16)}`;
    case 'usb':
      return `usb:${link.vendor_id}:${link.product_id}:${link.serial_number ?? ''}`;
    case 'tcp':
      return `tcp:${link.host}:${link.port}`;
    case 'cups':
      return `cups:${link.queue}`;
    case 'spooler':
      return `spooler:${link.printer}`;
    case 'simulated':
  }
  return 'simulated';
}
