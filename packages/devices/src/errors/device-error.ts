import type { Finding } from '@serialbridge/protocol/station';

/** What can go wrong with labels and printers; part of DEVICE_ERRORS. */
const PRINTER_ERRORS = {
  'printer.silent':
    'The printer does not answer. Switch it on and look for an open head, or paper or ribbon that has run out. If it never answers, choose a profile without status.',
  'printer.paper-out': 'The printer has no labels left. Put a new roll in; the label is printed then.',
  'printer.head-open': 'The print head is open. Close it; the label is printed then.',
  'printer.paused': 'The printer is paused. Press its Pause key; the label is printed then.',
  'printer.ribbon-out': 'The printer has no ribbon left. Put a new one in; the label is printed then.',
  'printer.buffer-full': 'The printer is full of labels that it has not printed. Look why it stands still.',
  'printer.over-temperature': 'The print head is too hot. Wait until it has cooled down.',
  'printer.under-temperature': 'The print head is too cold. Wait until it has warmed up.',
  'printer.ram-corrupt': 'The printer has lost its settings. Switch it off and on, and calibrate it.',
  'printer.diagnostic-mode':
    'The printer is in diagnostic mode, in which it prints codes in place of labels. Switch it off and on.',
  'printer.label-waiting': 'A label waits to be taken off the printer.',
  'printer.interrupted':
    'The printer was lost while the label was being sent. Look whether the label came out; print it again only if it did not.',
  'printer.unconfirmed':
    'The label was sent, but the printer was lost before it said that it was printed. Look whether it came out; print it again only if it did not.',
  'printer.not-cancellable': 'The label is already on its way to the printer, or finished.',
  'printer.not-retryable': 'Only a label that failed, was cancelled or was not confirmed can be printed again.',
  'printer.unknown-job': 'There is no such label in the queue of this printer.',
  'printer.job-known': 'This label is in the queue already.',
  'printer.queue-disabled':
    'The print queue {queue} is stopped: {reason}. Start it again in the printer settings of this computer.',
  'printer.queue-refuses': 'The print queue {queue} does not take the label: {reason}.',
  'label.not-encodable': '{element}: {character} cannot be printed there.',
  'label.empty': '{element}: there is nothing to print.',
  'label.does-not-fit': '{element}: {text} does not fit on the label.',
  'label.field-missing': 'The label needs {field}, and it is not known.',
  'label.gs1': '{element}: {message}',
  'label.copies': 'Between 1 and {most} copies can be printed at once.',
} as const;

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
  'device.address-not-allowed':
    'The options do not allow network devices at {host}, port {port}. Check the address; an administrator may allow it under Options, Network devices.',
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
