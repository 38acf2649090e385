import { stat } from 'node:fs/promises';
import { DeviceError } from '../errors/device-error.ts';
import { cleanText } from './clean-text.ts';
import { type Link, type LinkListener, NO_FACTS } from './link.ts';
import { takeDevice } from './owners.ts';
import { nameOfUsb, onlyOne, type UsbIdentity, usbIdOf } from './usb-identity.ts';
import { loadUsb, type LoadUsb, type UsbHandle } from './usb-module.ts';

const PRINTER_CLASS = 7;
/** Small enough for the memory the kernel grants, and for the time left to be counted between two. */
const PIECE = 16_384;
const READ_MS = 250;
const WATCH_MS = 1000;

interface Channel {
  readonly device: UsbHandle;
  readonly interface_number: number;
  readonly alternate: number;
  readonly out: number;
  readonly in: { readonly endpoint: number; readonly size: number } | null;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function openError(path: string, error: unknown): DeviceError {
  const reason = messageOf(error);
  if (/permission|denied|EACCES|errno 13/iu.test(reason)) return new DeviceError('device.permission', { path }, error);
  if (/busy|EBUSY|errno 16/iu.test(reason)) return new DeviceError('device.in-use', { path }, error);
  if (/disconnected|ENODEV|not found|errno (?:2|19)\b/iu.test(reason))
    return new DeviceError('device.missing', { path }, error);
  return new DeviceError('device.open-failed', { path, reason }, error);
}

/** Where the system does not know it the device is opened for it, which may not be allowed. */
function serialOf(device: UsbHandle): string | null {
  try {
    return cleanText(device.serialNumber);
  } catch {
    return null;
  }
}

/** The printer interface and its endpoints; the setting that answers is preferred. Null: no printer. */
function channelOf(device: UsbHandle): Channel | null {
  const settings = device.configuration.interfaces
    .flatMap(({ interfaceNumber, alternates }) => alternates.map((alternate) => ({ interfaceNumber, ...alternate })))
    .filter((setting) => setting.interfaceClass === PRINTER_CLASS)
    // 4 is IPP over USB, which is no stream of bytes
    .filter((setting) => setting.interfaceProtocol < 4)
    .toSorted((one, two) => two.interfaceProtocol - one.interfaceProtocol);
  for (const { interfaceNumber, alternateSetting, endpoints } of settings) {
    const bulk = endpoints.filter((endpoint) => endpoint.type === 'bulk');
    const out = bulk.find((endpoint) => endpoint.direction === 'out');
    const back = bulk.find((endpoint) => endpoint.direction === 'in');
    if (out === undefined) continue;
    return {
      device,
      interface_number: interfaceNumber,
      alternate: alternateSetting,
      out: out.endpointNumber,
      in: back === undefined ? null : { endpoint: back.endpointNumber, size: back.packetSize },
    };
  }
  return null;
}

async function claim(device: UsbHandle, path: string): Promise<Channel> {
  try {
    await device.open();
    const channel = channelOf(device);
    if (channel === null) throw new Error('it has no printer interface');
    // Linux: usblp holds it. Where no driver does, or there are none to hold it, this fails, and that is well
    await device.detachKernelDriver(channel.interface_number).catch(() => undefined);
    await device.claimInterface(channel.interface_number);
    if (channel.alternate !== 0) await device.selectAlternateInterface(channel.interface_number, channel.alternate);
    return channel;
  } catch (error) {
    await device.close().catch(() => undefined);
    throw openError(path, error);
  }
}

/** Gives the interface back, to the kernel's driver too, so that the system's own queue works again. */
async function releaseChannel({ device, interface_number: number }: Channel): Promise<void> {
  await device.releaseInterface(number).catch(() => undefined);
  await device.attachKernelDriver(number).catch(() => undefined);
  await device.close().catch(() => undefined);
}

/**
 * The printer interface (class 7) of a USB device, by `usb` 3.1.0. Found by its ids at every open. Where the printer
 * answers, its bytes are data. Unplugging shows in a transfer that fails, and on Linux in the device file that is gone.
 */
export function usbLink(identity: UsbIdentity, options: { readonly loadUsb?: LoadUsb } = {}): Link {
  const name = nameOfUsb(identity);
  let channel: Channel | null = null;
  let listener: LinkListener | null = null;
  let release: (() => void) | null = null;
  let reading: Promise<void> = Promise.resolve();
  let watch: NodeJS.Timeout | undefined;
  let sending: Promise<void> = Promise.resolve();
  let attempt = 0;

  const find = async (): Promise<UsbHandle> => {
    const usb = await (options.loadUsb ?? loadUsb)();
    let devices: UsbHandle[];
    try {
      devices = await usb.nativeGetDevices();
    } catch (error) {
      throw new DeviceError('device.missing', { path: name }, error);
    }
    const fitting = devices.filter(
      (device) =>
        usbIdOf(device.vendorId) === identity.vendor_id &&
        usbIdOf(device.productId) === identity.product_id &&
        (identity.serial_number === null || serialOf(device) === identity.serial_number),
    );
    return onlyOne(fitting, identity);
  };

  const drop = (dropped: Channel, error: DeviceError): void => {
    if (channel !== dropped) return;
    const heard = listener;
    channel = null;
    listener = null;
    clearInterval(watch);
    // a transfer under way holds the interface until its time is over
    void reading.then(() => releaseChannel(dropped));
    release?.();
    heard?.lost(error);
  };

  const lost = (from: Channel, cause: unknown): void =>
    drop(from, new DeviceError('device.lost', { path: name }, cause));

  const current = (): Channel | null => channel;

  const readOn = async (from: Channel): Promise<void> => {
    if (from.in === null) return;
    while (current() === from) {
      try {
        const bytes = await from.device.nativeTransferIn(from.in.endpoint, READ_MS, from.in.size);
        if (channel !== from) return;
        if (bytes !== null && bytes.length > 0) listener?.data({ bytes, at: Date.now() });
        // printers with nothing to say may answer at once with nothing
        else await sleep(READ_MS);
      } catch (error) {
        if (/cancelled/iu.test(messageOf(error))) continue;
        // not inside the loop: what is dropped waits for the loop to end
        queueMicrotask(() => lost(from, error));
        return;
      }
    }
  };

  const watchFile = (from: Channel): void => {
    if (process.platform !== 'linux') return;
    const file = `/dev/bus/usb/${from.device.bus.padStart(3, '0')}/${String(from.device.address).padStart(3, '0')}`;
    watch = setInterval(() => {
      stat(file).catch((error: unknown) => lost(from, error));
    }, WATCH_MS);
  };

  const write = async (bytes: Uint8Array, timeoutMs: number): Promise<void> => {
    const to = channel;
    if (to === null) throw new DeviceError('device.not-open');
    const until = Date.now() + timeoutMs;
    try {
      for (let from = 0; from < bytes.length; from += PIECE) {
        const left = Math.max(until - Date.now(), 1);
        await to.device.nativeTransferOut(to.out, left, bytes.subarray(from, from + PIECE));
        if (channel !== to) throw new Error('Disconnected');
      }
    } catch (error) {
      const late = /cancelled/iu.test(messageOf(error));
      const failure = late ? new DeviceError('device.send-timeout') : new DeviceError('device.not-open', {}, error);
      drop(to, late ? failure : new DeviceError('device.lost', { path: name }, error));
      throw failure;
    }
  };

  return {
    via: 'usb',

    async open(next) {
      if (channel !== null) throw new DeviceError('device.in-use', { path: name });
      attempt += 1;
      const mine = attempt;
      const device = await find();
      const giveBack = takeDevice(`usb:${device.bus}:${String(device.address)}`);
      try {
        const claimed = await claim(device, name);
        if (attempt !== mine) {
          await releaseChannel(claimed);
          throw new DeviceError('device.not-open');
        }
        channel = claimed;
        listener = next;
        release = giveBack;
        // before the first read: while one is under way, asking the handle for its bus throws
        watchFile(claimed);
        reading = readOn(claimed);
        return NO_FACTS;
      } catch (error) {
        // an open that failed half-way must not look like one that holds the printer
        if (attempt === mine) channel = null;
        giveBack();
        throw error;
      }
    },

    async close() {
      attempt += 1;
      const closing = channel;
      channel = null;
      listener = null;
      clearInterval(watch);
      await reading;
      if (closing !== null) await releaseChannel(closing);
      release?.();
    },

    send(bytes, timeoutMs) {
      // one transfer at a time: the endpoint refuses a second one
      const sent = sending.then(() => write(bytes, timeoutMs));
      sending = sent.catch(() => undefined);
      return sent;
    },
  };
}
