import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProfileBook } from '../profiles/device-config.ts';
import { cleanText } from '../links/clean-text.ts';
import { usbIdOf } from '../links/usb-identity.ts';
import type { LoadUsb, UsbHandle } from '../links/usb-module.ts';
import { type Found, profileByIds } from './found.ts';

interface UsbPrinter {
  readonly vid: string;
  readonly pid: string;
  readonly serial: string | null;
  readonly name: string | null;
  readonly path: string;
}

const PRINTER_CLASS = 7;
const IPP_OVER_USB = 4;

async function textOf(...path: string[]): Promise<string | null> {
  return cleanText(await readFile(join(...path), 'utf8').catch(() => null));
}

/** From sysfs: nothing is opened, so it needs no permission and disturbs nobody. */
async function printersOfSystem(sys: string): Promise<UsbPrinter[]> {
  const folder = join(sys, 'bus/usb/devices');
  // a computer without USB has no such folder
  const names = await readdir(folder).catch(() => []);
  const printers = new Map<string, UsbPrinter>();
  for (const name of names.toSorted((one, two) => one.localeCompare(two, 'en'))) {
    const [device] = name.split(':');
    if (device === undefined || device === name || printers.has(device)) continue;
    const number = async (file: string): Promise<number> =>
      Number.parseInt((await textOf(folder, name, file)) ?? '', 16);
    if ((await number('bInterfaceClass')) !== PRINTER_CLASS) continue;
    if ((await number('bInterfaceProtocol')) === IPP_OVER_USB) continue;
    const [vid, pid] = [await textOf(folder, device, 'idVendor'), await textOf(folder, device, 'idProduct')];
    if (vid === null || pid === null) continue;
    const own = cleanText(
      [await textOf(folder, device, 'manufacturer'), await textOf(folder, device, 'product')].join(' '),
    );
    const serial = await textOf(folder, device, 'serial');
    printers.set(device, { vid, pid, serial, name: own, path: `USB ${device}` });
  }
  return [...printers.values()];
}

/** The getters open the device, and throw where that is not allowed: then it is none of ours. */
function printerOf(device: UsbHandle): UsbPrinter | null {
  try {
    const settings = device.configuration.interfaces.flatMap(({ alternates }) => alternates);
    const prints = settings.some(
      ({ interfaceClass, interfaceProtocol }) => interfaceClass === PRINTER_CLASS && interfaceProtocol !== IPP_OVER_USB,
    );
    if (!prints) return null;
    const ids = { vid: usbIdOf(device.vendorId), pid: usbIdOf(device.productId) };
    const path = `USB ${device.bus}:${String(device.address)}`;
    return { ...ids, serial: cleanText(device.serialNumber), name: cleanText(device.productName), path };
  } catch {
    return null;
  }
}

/** USB devices with a printer interface (class 7). On Windows the spooler has them, and lets nobody else. */
export async function findUsbPrinters(
  profiles: ProfileBook,
  options: { readonly platform: NodeJS.Platform; readonly sys: string; readonly loadUsb: LoadUsb },
): Promise<Found[]> {
  if (options.platform === 'win32') return [];
  const printers =
    options.platform === 'linux'
      ? await printersOfSystem(options.sys)
      : (await (await options.loadUsb()).nativeGetDevices()).map(printerOf).filter((printer) => printer !== null);
  return printers.map(({ vid, pid, serial, name, path }) => {
    const usb = { vendor_id: vid, product_id: pid, serial_number: serial };
    return {
      ...usb,
      attached_id: `usb:${vid}:${pid}:${serial ?? '-'}`,
      name: name ?? `USB ${vid}:${pid}`,
      kind: 'printer',
      link: { type: 'usb', ...usb },
      profile: profileByIds(profiles, { vid, pid }, 'usb', 'printer')?.profile ?? null,
      path,
    };
  });
}
