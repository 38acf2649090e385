import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { cleanText } from './clean-text.ts';
import type { HidInfo } from './hid-module.ts';
import { onlyOne, type UsbIdentity, usbIdOf } from './usb-identity.ts';

export interface HidMatch extends UsbIdentity {
  readonly usage_page: number;
}

/**
 * Where the device is now. A device shows once per collection with one path; a composite one may have the page on several
 * interfaces, of which the first is meant. Throws `device.missing` or `device.ambiguous`.
 */
export function findHidPath(infos: readonly HidInfo[], match: HidMatch): string {
  const fitting = infos.filter(
    (info) =>
      info.path !== undefined &&
      usbIdOf(info.vendorId) === match.vendor_id &&
      usbIdOf(info.productId) === match.product_id &&
      info.usagePage === match.usage_page &&
      (match.serial_number === null || cleanText(info.serialNumber) === match.serial_number),
  );
  const first = Math.min(...fitting.map((info) => info.interface));
  const paths = new Set(fitting.filter((info) => info.interface === first).map((info) => info.path ?? ''));
  return onlyOne([...paths], match);
}

/** What the reports are made of, where the system shows it (Linux sysfs), else null. */
export async function readReportDescriptor(path: string, sys = '/sys'): Promise<Uint8Array | null> {
  if (!path.startsWith('/dev/hidraw')) return null;
  try {
    return await readFile(join(sys, 'class/hidraw', basename(path), 'device/report_descriptor'));
  } catch {
    return null;
  }
}
