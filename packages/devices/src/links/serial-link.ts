import { stat } from 'node:fs/promises';
import type { SerialPort } from 'serialport';
import { DeviceError } from '../errors/device-error.ts';
import type { SerialSettings } from './serial-settings.ts';
import { type Link, type LinkListener, NO_FACTS } from './link.ts';
import { loadDriver } from './load-driver.ts';
import { takeDevice } from './owners.ts';
import { sendWithin } from './send-within.ts';

function openError(path: string, error: Error): DeviceError {
  const reason = error.message;
  if (/cannot lock|EBUSY|access denied|resource busy/iu.test(reason))
    return new DeviceError('device.in-use', { path }, error);
  if (/EACCES|EPERM|permission denied/iu.test(reason)) return new DeviceError('device.permission', { path }, error);
  if (/ENOENT|ENXIO|ENODEV|EIO\b|no such file|file not found/iu.test(reason))
    return new DeviceError('device.missing', { path }, error);
  return new DeviceError('device.open-failed', { path, reason }, error);
}

const loadSerialPort = (): Promise<typeof SerialPort> =>
  loadDriver(async () => (await import('serialport')).SerialPort);

const callback = (resolve: () => void, reject: (error: Error) => void) => (error?: Error | null) => {
  if (error) reject(error);
  else resolve();
};

const closePort = async (closing: SerialPort): Promise<void> => {
  if (!closing.isOpen) return;
  await new Promise<void>((resolve) => closing.close(() => resolve()));
};

/** How often an open port is looked after (ms). */
const WATCH_MS = 250;

/** The device number behind a path; null when there is none any more, or on Windows, where ports are no files. */
async function deviceNumber(path: string): Promise<number | null> {
  try {
    return (await stat(path)).rdev;
  } catch {
    return null;
  }
}

/**
 * A serial port, USB-CDC included (serialport 13.0.0). Its traps: unplugging is `close` with `disconnected: true`, but
 * only when its poll notices first: a read on a hung-up port returns no bytes and no error, which the driver repeats for
 * ever at full processor load, so the device behind the path is watched too. `write()` on a closed port queues silently
 * for ever, so every send looks first. A port opened twice shares its bytes. A path that is a function is asked at every
 * open: a USB device has another one after every replug.
 */
export function serialLink(settings: SerialSettings & { readonly path: string | (() => Promise<string>) }): Link {
  let path = typeof settings.path === 'string' ? settings.path : '';
  let port: SerialPort | null = null;
  let giveBack: (() => void) | null = null;
  let listener: LinkListener | null = null;
  let watch: NodeJS.Timeout | undefined;
  /** Counts opens and closes: an open that was overtaken by a close gives up what it got. */
  let attempt = 0;

  const release = (): void => {
    clearInterval(watch);
    giveBack?.();
    port = null;
  };

  const drop = (error: DeviceError): void => {
    const heard = listener;
    listener = null;
    release();
    heard?.lost(error);
  };

  const startWatch = async (watched: SerialPort): Promise<void> => {
    const opened = await deviceNumber(path);
    if (opened === null || port !== watched) return;
    const look = async (): Promise<void> => {
      if ((await deviceNumber(path)) === opened || port !== watched) return;
      drop(new DeviceError('device.lost', { path }));
      await closePort(watched);
    };
    watch = setInterval(() => void look(), WATCH_MS);
  };

  return {
    via: 'serial',

    async open(next) {
      if (port !== null) throw new DeviceError('device.in-use', { path });
      attempt += 1;
      const mine = attempt;
      if (typeof settings.path !== 'string') path = await settings.path();
      const back = takeDevice(path);
      try {
        const Port = await loadSerialPort();
        const opening = new Port({
          path,
          baudRate: settings.baud,
          dataBits: settings.data_bits,
          parity: settings.parity,
          stopBits: settings.stop_bits,
          rtscts: settings.flow_control === 'rts-cts',
          xon: settings.flow_control === 'xon-xoff',
          xoff: settings.flow_control === 'xon-xoff',
          autoOpen: false,
        });
        // an 'error' without a listener would end the process
        opening.on('error', () => undefined);
        await new Promise<void>((resolve, reject) => opening.open(callback(resolve, reject)));
        // what waited in the driver is from before: a stale report must not become a scan or a weight
        await new Promise<void>((resolve) => opening.flush(() => resolve()));
        opening.on('data', (bytes: Buffer) => {
          if (port === opening) listener?.data({ bytes, at: Date.now() });
        });
        opening.on('close', () => {
          if (port === opening) drop(new DeviceError('device.lost', { path }));
        });
        if (attempt !== mine) {
          await closePort(opening);
          throw new DeviceError('device.not-open');
        }
        listener = next;
        port = opening;
        giveBack = back;
        await startWatch(opening);
        return NO_FACTS;
      } catch (error) {
        back();
        if (error instanceof DeviceError) throw error;
        throw openError(path, error instanceof Error ? error : new Error(String(error)));
      }
    },

    async close() {
      attempt += 1;
      const closing = port;
      listener = null;
      port = null;
      if (closing !== null) await closePort(closing);
      release();
    },

    async send(bytes, timeoutMs) {
      const sending = port;
      if (sending === null || !sending.isOpen) throw new DeviceError('device.not-open');
      const sent = new Promise<void>((resolve, reject) => {
        sending.write(Buffer.from(bytes), (error) => {
          if (error) reject(error);
          else sending.drain(callback(resolve, reject));
        });
      });
      try {
        if ((await sendWithin(sent, timeoutMs)) === 'sent') return;
      } catch (error) {
        throw new DeviceError('device.not-open', {}, error);
      }
      const error = new DeviceError('device.send-timeout');
      drop(error);
      await closePort(sending);
      throw error;
    },
  };
}
