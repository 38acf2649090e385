import { readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { DeviceError } from '../errors/device-error.ts';
import { parseReportDescriptor } from '../protocols/hid/report-descriptor.ts';
import { findHidPath, type HidMatch, readReportDescriptor } from './find-hid.ts';
import { type HidHandle, loadHid, type LoadHid } from './hid-module.ts';
import type { Link, LinkListener } from './link.ts';
import { takeDevice } from './owners.ts';
import { sendWithin } from './send-within.ts';
import { nameOfUsb } from './usb-identity.ts';

async function holds(folder: string, path: string): Promise<boolean> {
  // another user's process, or one that has just ended
  const fds = await readdir(folder).catch(() => []);
  // a descriptor may be closed between the two calls
  const targets = await Promise.all(fds.map((fd) => readlink(join(folder, fd)).catch(() => '')));
  return targets.includes(path);
}

/**
 * The process other than this one that has the device file open (Linux), or null. hidraw lets any number open a device and
 * gives each of them every report. Processes of other users are not seen: nothing but asking the system's manager would.
 */
async function holdingProcess(path: string, proc = '/proc'): Promise<number | null> {
  if (!path.startsWith('/dev/')) return null;
  const names = await readdir(proc).catch(() => []);
  for (const name of names) {
    if (!/^\d+$/u.test(name) || Number(name) === process.pid) continue;
    if (await holds(join(proc, name, 'fd'), path)) return Number(name);
  }
  return null;
}

export interface HidLinkOptions {
  readonly loadHid?: LoadHid;
  /** Where sysfs and procfs are. */
  readonly sys?: string;
  readonly proc?: string;
}

/** More than the 64 reports that hidraw keeps: a scale that never stops sending must not keep the drain going. */
const DRAIN_AT_MOST = 256;

function openError(path: string, error: unknown): DeviceError {
  const reason = error instanceof Error ? error.message : String(error);
  if (/permission denied|EACCES|EPERM|not permitted/iu.test(reason))
    return new DeviceError('device.permission', { path }, error);
  if (/busy|access is denied|exclusive|0xE00002C5/iu.test(reason))
    return new DeviceError('device.in-use', { path }, error);
  if (/no such file|no such device|ENOENT|ENODEV|not found/iu.test(reason))
    return new DeviceError('device.missing', { path }, error);
  return new DeviceError('device.open-failed', { path, reason }, error);
}

/** Reports from before: the kernel keeps them for an open device, and a scan of an hour ago is no scan. */
async function drain(handle: HidHandle): Promise<void> {
  for (let reports = 0; reports < DRAIN_AT_MOST; reports += 1) {
    const report = await handle.read(0);
    if (report === undefined || report.length === 0) return;
  }
}

async function shut(closing: HidHandle): Promise<void> {
  closing.removeAllListeners('data');
  // the read thread has ended when this resolves; a second close rejects
  await closing.close().catch(() => undefined);
}

/**
 * A HID device (node-hid 3.4.0, hidraw on Linux), found by its ids at every open, never by a path from before. The
 * library's traps: unplugging is an `error` with a string and no close; without a `data` listener the oldest 63 reports are
 * kept and replayed; closing while a listener has just been added throws outside of any promise, so the listener goes first.
 * `send` writes an output report, or a feature report where the descriptor knows its id as nothing else.
 */
export function hidLink(match: HidMatch, options: HidLinkOptions = {}): Link {
  const name = nameOfUsb(match);
  let handle: HidHandle | null = null;
  let listener: LinkListener | null = null;
  let release: (() => void) | null = null;
  let features: ReadonlySet<number> = new Set();
  /** Counts opens and closes: an open that was overtaken by a close gives up what it got. */
  let attempt = 0;

  const drop = (dropped: HidHandle, error: DeviceError): void => {
    if (handle !== dropped) return;
    const heard = listener;
    handle = null;
    listener = null;
    release?.();
    void shut(dropped);
    heard?.lost(error);
  };

  const openAt = async (path: string, load: Awaited<ReturnType<LoadHid>>): Promise<HidHandle> => {
    if ((await holdingProcess(path, options.proc)) !== null) throw new DeviceError('device.in-use', { path });
    let opened: HidHandle;
    try {
      opened = await load.HIDAsync.open(path);
    } catch (error) {
      throw openError(path, error);
    }
    // an 'error' without a listener would end the process
    opened.on('error', () => drop(opened, new DeviceError('device.lost', { path: name })));
    try {
      await drain(opened);
    } catch (error) {
      await shut(opened);
      throw new DeviceError('device.lost', { path: name }, error);
    }
    return opened;
  };

  const write = async (report: Uint8Array, timeoutMs: number, feature: boolean): Promise<void> => {
    const sending = handle;
    if (sending === null) throw new DeviceError('device.not-open');
    const bytes = Buffer.from(report);
    try {
      const sent = feature ? sending.sendFeatureReport(bytes) : sending.write(bytes);
      if ((await sendWithin(sent, timeoutMs)) === 'sent') return;
    } catch (error) {
      if (handle !== sending) throw new DeviceError('device.not-open', {}, error);
      throw new DeviceError('device.report-refused', { path: name, reason: String(error) }, error);
    }
    const error = new DeviceError('device.send-timeout');
    drop(sending, error);
    throw error;
  };

  return {
    via: 'hid',

    async open(next) {
      if (handle !== null) throw new DeviceError('device.in-use', { path: name });
      attempt += 1;
      const mine = attempt;
      const hid = await (options.loadHid ?? loadHid)();
      const path = findHidPath(await hid.devicesAsync(), match);
      const giveBack = takeDevice(path);
      try {
        const descriptor = await readReportDescriptor(path, options.sys);
        const opened = await openAt(path, hid);
        if (attempt !== mine) {
          await shut(opened);
          throw new DeviceError('device.not-open');
        }
        const fields = descriptor === null ? [] : parseReportDescriptor(descriptor);
        const outputs = new Set(fields.filter((field) => field.kind === 'output').map((field) => field.report_id));
        features = new Set(
          fields
            .filter((field) => field.kind === 'feature' && !outputs.has(field.report_id))
            .map((field) => field.report_id),
        );
        handle = opened;
        listener = next;
        release = giveBack;
        opened.on('data', (bytes) => {
          if (handle === opened && bytes.length > 0) listener?.data({ bytes, at: Date.now() });
        });
        return { report_descriptor: descriptor };
      } catch (error) {
        giveBack();
        throw error;
      }
    },

    async close() {
      attempt += 1;
      const closing = handle;
      handle = null;
      listener = null;
      if (closing !== null) await shut(closing);
      release?.();
    },

    send: (bytes, timeoutMs) => write(bytes, timeoutMs, features.has(bytes[0] ?? 0)),
    sendFeature: (report) => write(report, FEATURE_MS, true),
  };
}

/** A control transfer that the device does not answer ends in the kernel after five seconds. */
const FEATURE_MS = 5500;
