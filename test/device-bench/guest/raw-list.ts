import { HIDAsync, devices } from 'node-hid';
import { SerialPort } from 'serialport';
import { usb } from 'usb';

/** What the three libraries see in the guest, with nothing of the product in between. */
export interface RawList {
  readonly hid: readonly { readonly path: string; readonly ids: string; readonly usage_page: number }[];
  readonly serial: readonly { readonly path: string; readonly ids: string }[];
  /** Interfaces of the printer class. */
  readonly printers: readonly string[];
}

interface AttachedUsb {
  readonly vendorId: number;
  readonly productId: number;
  readonly configurations: readonly {
    readonly interfaces: readonly { readonly alternates: readonly { readonly interfaceClass: number }[] }[];
  }[];
}

const PRINTER_CLASS = 7;
const hex = (id: number): string => id.toString(16).padStart(4, '0');

export async function rawList(): Promise<RawList> {
  const ports = await SerialPort.list();
  // the package's own types rest on WebUSB's, which are no part of Node's
  const attached = (await usb.getDevices()) as unknown as readonly AttachedUsb[];
  return {
    hid: devices().map((one) => ({
      path: one.path ?? '',
      ids: `${hex(one.vendorId)}:${hex(one.productId)} ${one.serialNumber ?? ''}`,
      usage_page: one.usagePage ?? 0,
    })),
    serial: ports.map((one) => ({
      path: one.path,
      ids: `${one.vendorId ?? ''}:${one.productId ?? ''} ${one.serialNumber ?? ''}`,
    })),
    printers: attached
      .filter(({ configurations }) =>
        configurations.some(({ interfaces }) =>
          interfaces.some(({ alternates }) => alternates.some((one) => one.interfaceClass === PRINTER_CLASS)),
        ),
      )
      .map((one) => `${hex(one.vendorId)}:${hex(one.productId)}`),
  };
}

/** Opens the first HID device of these ids and gathers its reports for so long. */
export async function rawHear(vendorId: number, productId: number, forMs: number): Promise<readonly string[]> {
  const found = devices().find((one) => one.vendorId === vendorId && one.productId === productId);
  if (found?.path === undefined) throw new Error('no such HID device');
  const open = await HIDAsync.open(found.path);
  const heard: string[] = [];
  open.on('error', () => undefined);
  open.on('data', (report: Buffer) => heard.push(report.toString('hex')));
  await new Promise((resolve) => setTimeout(resolve, forMs));
  await open.close();
  return heard;
}
