import type { Finding } from '@serialbridge/protocol/station';
import { PRINTER_ERRORS } from './printer-errors.ts';

/**
 * What can go wrong with a device, and what a person does about it. The id is the error code and the translation key;
 * `{…}` are the blanks filled from the error's parameters.
 */
export const DEVICE_ERRORS = {
  'device.missing': 'Nothing is plugged in at {path}. Plug the device in; it is picked up by itself.',
  'device.lost': 'The device at {path} was unplugged or switched off. Plug it in again; it is picked up by itself.',
  'device.permission':
    'This computer does not let the station open {path}. For a serial port add its user to the group "dialout" and sign in again; for a HID or USB device install 60-serialbridge.rules (resources/udev) and plug the device in again.',
  'device.in-use': 'Another program or device setting already uses {path}. Close it, or remove the second setting.',
  'device.open-failed': '{path} cannot be opened: {reason}.',
  'device.driver-missing': 'The driver for this kind of device cannot be loaded on this computer: {reason}.',
  'device.unreachable':
    'There is no answer from {host}, port {port}: {reason}. Check that it is switched on, its network cable, its address and its port.',
  'device.ambiguous':
    'More than one {path} is plugged in, and they cannot be told apart. Unplug one, or set it up by its serial number or by a port that stays (/dev/serial/by-path/…).',
  'device.report-refused':
    '{path} refuses what it is sent: {reason}. Unplug it and plug it in again; check that its profile is the right one.',
  'device.search-failed': '{kind} cannot be looked for: {reason}.',
  'device.not-open': 'The device is not connected. Plug it in and wait until its status says open.',
  'device.send-timeout': 'The device takes no data. Switch it off and on again, and check the cable and flow control.',
  'device.silent':
    'The scale does not answer. Switch it on, and check the cable, the baud rate ({baud}) and that it is set to {protocol}.',
  'device.garbled':
    'What the scale sends is not {protocol}: {raw}. Check the baud rate ({baud}) and the protocol setting.',
  'device.unknown': 'There is no device {device_id}.',
  'device.not-a-scale': '{device_id} is no scale.',
  'device.zero-refused':
    'The scale cannot be zeroed now: the load is moving or the scale is busy. Wait until it rests.',
  'device.zero-out-of-range': 'The load is too far from zero to be zeroed. Take everything off the scale.',
  'device.no-default-scale': 'There is no scale, or more than one. Name the one to use.',
  'device.silent-scale': 'The scale does not answer. Switch it on, and check that it is set to {protocol}.',
  'device.cannot-zero': 'A scale that speaks {protocol} cannot be zeroed from here. Press Zero on the scale.',
  'device.not-a-printer': '{device_id} is no printer.',
  'device.no-default-printer': 'There is no printer, or more than one. Name the one to use.',
  'device.scan-broken': '{name} sent a code in part only. Nothing was taken: scan it again.',
  'device.learn-nothing':
    'Nothing has come from this line yet. Scan the code that is shown; if nothing comes, check cable, port and baud rate.',
  'device.learn-not-found':
    'Something came, but not the code {printed}: {raw}. Scan the code that is shown; if it was that one, the baud rate or parity is wrong.',
  ...PRINTER_ERRORS,
} as const;
export type DeviceErrorId = keyof typeof DEVICE_ERRORS;
type Params = Finding['params'];

/** The sentence of a finding, in English: for logs, and where no translation is at hand. */
export function deviceErrorText(id: DeviceErrorId, params: Params = {}): string {
  return DEVICE_ERRORS[id].replaceAll(/\{(\w+)\}/gu, (_, name: string) => String(params[name] ?? '?'));
}

/** Every failure of this package. `id` is the rule; `params` fill its sentence. */
export class DeviceError extends Error {
  override readonly name = 'DeviceError';
  readonly id: DeviceErrorId;
  readonly params: Params;

  constructor(id: DeviceErrorId, params: Params = {}, cause?: unknown) {
    super(`${id}: ${deviceErrorText(id, params)}`, cause === undefined ? undefined : { cause });
    this.id = id;
    this.params = params;
  }

  get finding(): Finding {
    return { code: this.id, params: this.params };
  }
}
