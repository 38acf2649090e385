import type { SerialSettings } from './serial-settings.ts';
import type { Link } from './link.ts';
import { serialLink } from './serial-link.ts';
import { type ListSerialPorts, listSerialPorts } from './serial-ports.ts';
import { onlyOne, type UsbIdentity } from './usb-identity.ts';

/** Where the port of this USB device is now. Throws `device.missing`, or `device.ambiguous` where several fit. */
export async function findUsbSerialPort(identity: UsbIdentity, options: ListSerialPorts = {}): Promise<string> {
  const ports = (await listSerialPorts(options)).filter(
    (port) =>
      port.vendor_id === identity.vendor_id &&
      port.product_id === identity.product_id &&
      (identity.serial_number === null || port.serial_number === identity.serial_number),
  );
  return onlyOne(ports, identity).path;
}

/** A serial port that is a USB device, found anew at every open. */
export function usbSerialLink(identity: UsbIdentity, settings: SerialSettings, options: ListSerialPorts = {}): Link {
  return serialLink({ ...settings, path: () => findUsbSerialPort(identity, options) });
}
