import { DeviceError } from '../errors/device-error.ts';

/** One USB device, wherever it is plugged in. `serial_number` null: any of its kind, of which there may be only one. */
export interface UsbIdentity {
  /** Four hex digits in lower case. */
  readonly vendor_id: string;
  readonly product_id: string;
  readonly serial_number: string | null;
}

export const usbIdOf = (id: number): string => id.toString(16).padStart(4, '0');

/** For people, where a path would stand: `USB 0c2e:0b81, serial number 123`. */
export function nameOfUsb(identity: UsbIdentity): string {
  const serial = identity.serial_number === null ? '' : `, serial number ${identity.serial_number}`;
  return `USB ${identity.vendor_id}:${identity.product_id}${serial}`;
}

/** The only one of the candidates. Throws `device.missing` for none, `device.ambiguous` where it cannot tell them apart. */
export function onlyOne<Candidate>(candidates: readonly Candidate[], identity: UsbIdentity): Candidate {
  const [only, second] = candidates;
  if (only === undefined) throw new DeviceError('device.missing', { path: nameOfUsb(identity) });
  if (second !== undefined) throw new DeviceError('device.ambiguous', { path: nameOfUsb(identity) });
  return only;
}
