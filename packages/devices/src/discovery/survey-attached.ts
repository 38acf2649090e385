import type { Finding } from '@serialbridge/protocol/station';
import type { ProfileBook } from '../profiles/device-config.ts';
import { DeviceError } from '../errors/device-error.ts';
import { loadHid, type LoadHid } from '../links/hid-module.ts';
import { loadUsb, type LoadUsb } from '../links/usb-module.ts';
import { KNOWN_PROFILES } from '../profiles/known-profiles.ts';
import { type Found, numbered, profileByIds } from './found.ts';
import { findHidDevices } from './hid-source.ts';
import { findCupsQueues, findSpoolerPrinters, runProgram, type RunProgram } from './queue-source.ts';
import { findUsbPrinters } from './usb-source.ts';
import { cleanText } from '../links/clean-text.ts';
import { type ListSerialPorts, listSerialPorts, type SerialPortRow } from '../links/serial-ports.ts';

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
async function findSerialPorts(profiles: ProfileBook, options: ListSerialPorts = {}): Promise<Found[]> {
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

export interface SurveyOptions {
  readonly profiles?: ProfileBook;
  readonly platform?: NodeJS.Platform;
  readonly loadHid?: LoadHid;
  readonly loadUsb?: LoadUsb;
  readonly run?: RunProgram;
  /** Where sysfs and the device files are. */
  readonly sys?: string;
  readonly dev?: string;
}

/** Everything that is attached, and what kept some of it from being found. */
export interface Attached {
  readonly attached: readonly Found[];
  readonly problems: readonly Finding[];
}

/** One way to look. `slow` ones start a program, and are asked less often. */
export interface Source {
  /** For people: what cannot be found when it fails. */
  readonly title: string;
  readonly slow: boolean;
  readonly find: () => Promise<Found[]>;
}

export function sourcesOf(options: SurveyOptions): Source[] {
  const { profiles = KNOWN_PROFILES, platform = process.platform, sys = '/sys', dev = '/dev' } = options;
  const run = options.run ?? runProgram;
  const usb = { platform, sys, loadUsb: options.loadUsb ?? loadUsb };
  return [
    { title: 'HID', slow: false, find: () => findHidDevices(profiles, options.loadHid ?? loadHid) },
    { title: 'Serial', slow: false, find: () => findSerialPorts(profiles, { platform, sys, dev }) },
    { title: 'USB', slow: false, find: () => findUsbPrinters(profiles, usb) },
    platform === 'win32'
      ? { title: 'Windows', slow: true, find: () => findSpoolerPrinters(run) }
      : { title: 'CUPS', slow: true, find: () => findCupsQueues(run) },
  ];
}

/** Asks one source. Its failure is a problem of its own, and hides nothing that others find. */
export async function askSource(source: Source): Promise<Attached> {
  try {
    return { attached: await source.find(), problems: [] };
  } catch (error) {
    if (error instanceof DeviceError) return { attached: [], problems: [error.finding] };
    const reason = error instanceof Error ? error.message : String(error);
    return { attached: [], problems: [{ code: 'device.search-failed', params: { kind: source.title, reason } }] };
  }
}

/** One list out of several, in an order that stays. */
export function joined(parts: readonly Attached[]): Attached {
  const problems = new Map(parts.flatMap((part) => part.problems).map((problem) => [JSON.stringify(problem), problem]));
  const attached = parts
    .flatMap((part) => part.attached)
    .toSorted((one, two) => one.attached_id.localeCompare(two.attached_id, 'en') || byPath(one, two));
  return { attached: numbered(attached), problems: [...problems.values()] };
}

const byPath = (one: Found, two: Found): number =>
  (one.path ?? '').localeCompare(two.path ?? '', 'en', { numeric: true });

/** Looks once for everything attached: HID, serial, USB printers, and the system's print queues. Never rejects. */
export async function surveyAttached(options: SurveyOptions = {}): Promise<Attached> {
  return joined(await Promise.all(sourcesOf(options).map(askSource)));
}
