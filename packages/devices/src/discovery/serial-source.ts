import type { ProfileBook } from '../device-config.ts';
import { cleanText } from '../links/clean-text.ts';
import { type ListSerialPorts, listSerialPorts, type SerialPortRow } from '../links/serial-ports.ts';
import { type Found, profileByIds } from './found.ts';

const identityOf = (port: SerialPortRow): string =>
  [port.vendor_id, port.product_id, port.serial_number ?? '-'].join(':');

function plain(port: SerialPortRow): Found {
  const path = port.fixed_path ?? port.path;
  return {
    attached_id: `serial:${path}`,
    name: cleanText(port.name) ?? port.path,
    kind: null,
    link: { type: 'serial', path },
    profile: null,
    vendor_id: port.vendor_id,
    product_id: port.product_id,
    serial_number: port.serial_number,
    path: port.path,
  };
}

/**
 * Serial ports. A USB one is known by its ids; where several have the same (an adapter with four sockets, two scanners
 * without a serial number), only the socket they are in tells them apart, so they are known by that.
 */
export async function findSerialPorts(profiles: ProfileBook, options: ListSerialPorts = {}): Promise<Found[]> {
  const ports = await listSerialPorts(options);
  return ports.map((port) => {
    const { vendor_id: vid, product_id: pid, serial_number } = port;
    if (vid === null || pid === null) return plain(port);
    const known = profileByIds(profiles, { vid, pid }, 'usb-serial', null);
    const what = { kind: known?.kind ?? null, profile: known?.profile ?? null };
    if (ports.filter((other) => identityOf(other) === identityOf(port)).length > 1) return { ...plain(port), ...what };
    return {
      ...plain(port),
      ...what,
      attached_id: `usb-serial:${identityOf(port)}`,
      link: { type: 'usb-serial', vendor_id: vid, product_id: pid, serial_number },
    };
  });
}
