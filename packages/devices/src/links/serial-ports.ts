import { readdir, readFile, readlink, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cleanText } from './clean-text.ts';
import { loadDriver } from './load-driver.ts';
import { usbIdOf } from './usb-identity.ts';

/** One serial port of this computer. Without ids it is no USB device. */
export interface SerialPortRow {
  readonly path: string;
  readonly vendor_id: string | null;
  readonly product_id: string | null;
  readonly serial_number: string | null;
  readonly name: string | null;
  /** A name that stays for this socket of this computer (`/dev/serial/by-path/…`). */
  readonly fixed_path: string | null;
}

export interface ListSerialPorts {
  readonly platform?: NodeJS.Platform;
  readonly sys?: string;
  readonly dev?: string;
  /** What the library lists; asked where the system does not show it by itself. */
  readonly list?: () => Promise<readonly ListedPort[]>;
}

interface ListedPort {
  readonly path: string;
  readonly vendorId?: string | undefined;
  readonly productId?: string | undefined;
  readonly serialNumber?: string | undefined;
  readonly manufacturer?: string | undefined;
}

const listByLibrary = (): Promise<readonly ListedPort[]> =>
  loadDriver(async () => (await import('serialport')).SerialPort).then((port) => port.list());

async function textOf(...path: string[]): Promise<string | null> {
  return cleanText(await readFile(join(...path), 'utf8').catch(() => null));
}

/** The folder of the USB device that a port belongs to, some levels up; null: it is no USB device. */
async function usbFolderOf(device: string): Promise<string | null> {
  let folder = device;
  for (let level = 0; level < 6; level += 1) {
    if ((await textOf(folder, 'idVendor')) !== null) return folder;
    folder = dirname(folder);
  }
  return null;
}

async function fixedPaths(dev: string): Promise<ReadonlyMap<string, string>> {
  const folder = join(dev, 'serial/by-path');
  const paths = new Map<string, string>();
  for (const name of (await readdir(folder).catch(() => [])).toSorted((one, two) => one.localeCompare(two, 'en'))) {
    const target = await readlink(join(folder, name)).catch(() => null);
    if (target === null) continue;
    // newer systems have two names of one port; the first in order stays the same
    const port = join(folder, target);
    if (!paths.has(port)) paths.set(port, join(folder, name));
  }
  return paths;
}

/** Ports as sysfs shows them: no process is started for it, and it works without udev. */
async function listBySystem(sys: string, dev: string): Promise<SerialPortRow[]> {
  const folder = join(sys, 'class/tty');
  const fixed = await fixedPaths(dev);
  const rows: SerialPortRow[] = [];
  for (const name of await readdir(folder)) {
    // consoles and ptys have no device behind them
    const device = await realpath(join(folder, name, 'device')).catch(() => null);
    if (device === null) continue;
    // the kernel has 4 to 32 of these whether or not there is a chip: type 0 is none
    if (/^ttyS\d+$/u.test(name) && ['0', null].includes(await textOf(folder, name, 'type'))) continue;
    const path = join(dev, name);
    const usb = await usbFolderOf(device);
    rows.push({
      path,
      vendor_id: usb === null ? null : await textOf(usb, 'idVendor'),
      product_id: usb === null ? null : await textOf(usb, 'idProduct'),
      serial_number: usb === null ? null : await textOf(usb, 'serial'),
      name: usb === null ? null : await textOf(usb, 'product'),
      fixed_path: fixed.get(path) ?? null,
    });
  }
  return rows;
}

function hexId(id: string | undefined): string | null {
  const number = Number.parseInt(id ?? '', 16);
  return Number.isNaN(number) ? null : usbIdOf(number);
}

/**
 * The serial ports there are. On Linux from sysfs, because serialport 13.0.0 starts `udevadm` at every call and rejects
 * without it; elsewhere, or without sysfs, from the library. Ptys are never listed.
 */
export async function listSerialPorts(options: ListSerialPorts = {}): Promise<SerialPortRow[]> {
  const { platform = process.platform, sys = '/sys', dev = '/dev', list = listByLibrary } = options;
  if (platform === 'linux') {
    const rows = await listBySystem(sys, dev).catch(() => null);
    if (rows !== null) return rows;
  }
  return (await list()).map((port) => ({
    path: port.path,
    vendor_id: hexId(port.vendorId),
    product_id: hexId(port.productId),
    serial_number: cleanText(port.serialNumber),
    name: cleanText(port.manufacturer),
    fixed_path: null,
  }));
}
