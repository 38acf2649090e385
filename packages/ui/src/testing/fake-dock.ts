import type { AttachedDevice, DeviceRow, DevicesState, DeviceTrace, ProfileRow } from '@serialbridge/protocol/station';
import { FAKE_NOW, fakeId } from './fake-states.ts';

const hexOf = (text: string): string =>
  Array.from(text, (character) => (character.codePointAt(0) ?? 0).toString(16).padStart(2, '0')).join('');

const NOTHING_YET = {
  state: 'open',
  detail: null,
  simulated: false,
  origin: 'auto',
  can_zero: false,
  weight: null,
  jobs: [],
  printer_status: null,
  last_scan_at: null,
} as const satisfies Partial<DeviceRow>;

const job = (
  n: number,
  title: string,
  state: DeviceRow['jobs'][number]['state'],
  copies = 1,
): DeviceRow['jobs'][number] => ({
  job_id: fakeId(700 + n),
  title,
  copies,
  state,
  queued_at: FAKE_NOW - n * 20_000,
  finding: state === 'failed' ? { code: 'device.send-timeout', params: {} } : null,
});

const xenon: DeviceRow = {
  ...NOTHING_YET,
  device_id: 'scanner-1',
  kind: 'scanner',
  name: 'Honeywell Xenon 1950g',
  link: { type: 'hid', vendor_id: '0c2e', product_id: '0b61', serial_number: '22129B', usage_page: 0x8c },
  profile: 'honeywell-hid-pos',
  protocol_title: 'HID POS',
  jobs: [],
  last_scan_at: FAKE_NOW - 4000,
};

const gryphon: DeviceRow = {
  ...NOTHING_YET,
  device_id: 'scanner-2',
  kind: 'scanner',
  name: 'Datalogic Gryphon',
  link: { type: 'usb-serial', vendor_id: '05f9', product_id: '4204', serial_number: 'S/N 88' },
  profile: 'line-scanner',
  protocol_title: 'Line scanner, CR',
  origin: 'saved',
  jobs: [],
};

const postal: DeviceRow = {
  ...NOTHING_YET,
  device_id: 'scale-1',
  kind: 'scale',
  name: 'DYMO S250',
  link: { type: 'hid', vendor_id: '0922', product_id: '8009', serial_number: null, usage_page: 0x8d },
  profile: 'dymo-s250',
  protocol_title: 'HID scale',
  can_zero: true,
  weight: { at: FAKE_NOW, state: 'stable', text: '1.250 kg', grams: 1250, detail: null },
  jobs: [],
};

const bench: DeviceRow = {
  ...NOTHING_YET,
  device_id: 'scale-2',
  kind: 'scale',
  name: 'Bench scale',
  state: 'lost',
  detail: { code: 'device.lost', params: { path: 'COM3' } },
  link: { type: 'serial', path: 'COM3', baud: 9600, data_bits: 7, parity: 'even', stop_bits: 1 },
  profile: 'toledo-8217',
  protocol_title: 'Toledo 8217',
  origin: 'start',
  can_zero: true,
  jobs: [],
};

const zebra: DeviceRow = {
  ...NOTHING_YET,
  device_id: 'printer-1',
  kind: 'printer',
  name: 'Zebra ZD421',
  link: { type: 'tcp', host: '10.0.4.21', port: 9100 },
  profile: 'zpl-203',
  protocol_title: 'ZPL, 203 dpi',
  origin: 'saved',
  printer_status: ['paper-out', 'paused'],
  jobs: [
    job(1, 'SN100001', 'sending'),
    job(2, 'SN100002', 'waiting', 3),
    job(3, 'SN100003', 'failed'),
    job(4, 'SN100004', 'printed'),
  ],
};

const simulated: DeviceRow = {
  ...NOTHING_YET,
  device_id: 'sim-scanner',
  kind: 'scanner',
  name: 'Simulated scanner',
  simulated: true,
  link: { type: 'simulated' },
  profile: 'line-scanner',
  protocol_title: 'Line scanner, CR',
  origin: 'start',
  jobs: [],
};

const attachedOf = ({ device_id, kind, name, link, profile }: DeviceRow): AttachedDevice => ({
  attached_id: `at-${device_id}`,
  device_id,
  kind,
  name,
  link,
  profile,
  vendor_id: null,
  product_id: null,
  serial_number: null,
  path: null,
});

const adapter: AttachedDevice = {
  attached_id: 'usb-0403-6001-A50285BI',
  name: 'FT232R USB UART',
  kind: null,
  link: { type: 'usb-serial', vendor_id: '0403', product_id: '6001', serial_number: 'A50285BI' },
  profile: null,
  vendor_id: '0403',
  product_id: '6001',
  serial_number: 'A50285BI',
  path: '/dev/ttyUSB0',
  device_id: null,
};

const trace = (
  n: number,
  device: string,
  direction: DeviceTrace['direction'],
  text: string,
  meaning: DeviceTrace['meaning'],
): DeviceTrace => ({
  trace_id: 1000 - n,
  at: FAKE_NOW - n * 450,
  device_id: device,
  direction,
  hex: hexOf(text),
  meaning,
});

const weight = (state: string): DeviceTrace['meaning'] => ({ code: `device.trace.weight-${state}`, params: {} });

/** A dock with one of everything, in every state: open, lost, unknown, out of paper, and a driver that is missing. */
export const FAKE_DOCK: DevicesState = {
  devices: [xenon, gryphon, postal, bench, zebra, simulated],
  attached: [attachedOf(xenon), attachedOf(gryphon), attachedOf(postal), adapter],
  problems: [{ code: 'device.driver-missing', params: { reason: 'libusb-1.0.so.0 is not installed' } }],
  traces: [
    trace(1, 'scanner-1', 'in', '\u0002\u001F]C1010950600013435221SN100001\u001D10LOT7', {
      code: 'device.trace.scan',
      params: { text: '010950600013435221SN100001␝10LOT7' },
    }),
    trace(2, 'scale-1', 'in', '\u0003\u0004\u0003\u00FD\u00E2\u0004', weight('stable')),
    trace(3, 'scale-1', 'in', '\u0003\u0003\u0003\u00FD\u00D1\u0004', weight('moving')),
    trace(4, 'scanner-1', 'in', '\u0002\u000C]C0SN100001', { code: 'device.trace.scan', params: { text: 'SN100001' } }),
    trace(5, 'scale-2', 'out', 'W\r', null),
    trace(6, 'printer-1', 'out', '~HS', null),
    trace(7, 'printer-1', 'in', '\u0002030,1,0,1245,000,0,0,0,000,0,0,0\u0003\r\n', null),
  ],
  last_scan: {
    at: FAKE_NOW - 4000,
    device_id: 'scanner-1',
    via: 'hid',
    text: '010950600013435221SN100001\u001D10LOT7',
    aim_id: ']C1',
    symbology: 'GS1-128',
    without_suffix: false,
    gs1: '(01)09506000134352(21)SN100001(10)LOT7',
  },
  testing: [],
  listening: null,
  probing: null,
};

/** The adapter listened to: a code came with AIM id and CR. */
export const FAKE_LISTENING: DevicesState['listening'] = {
  link: adapter.link,
  state: 'open',
  detail: null,
  hex: hexOf(']C0SB-LEARN-7Q4Z\r'),
};

/** The adapter half searched, one protocol answering already. */
export const FAKE_PROBING: DevicesState['probing'] = {
  link: adapter.link,
  done: false,
  tried: 17,
  total: 42,
  now: 'Toledo 8217, 9600 7E1',
  problem: null,
  found: [
    {
      profile: 'mettler-toledo-mt-sics',
      protocol_title: 'MT-SICS',
      link: { ...adapter.link, baud: 9600, data_bits: 8, parity: 'none' } as typeof adapter.link,
      hex: hexOf('S S      0.850 kg\r\n'),
      weight: { at: FAKE_NOW, state: 'stable', text: '0.850 kg', grams: 850, detail: null },
    },
  ],
};

const profile = (
  name: string,
  kind: ProfileRow['kind'],
  title: string,
  links: readonly string[],
  own = false,
): ProfileRow => ({
  profile: name,
  name: title,
  kind,
  protocol: name,
  protocol_title: title,
  links: [...links],
  source: own ? 'Learnt at this station' : 'Manual of the maker',
  own,
  data: { profile: name, kind, protocol: name },
});

const LINES = ['serial', 'usb-serial', 'tcp', 'simulated'];

export const FAKE_PROFILES: readonly ProfileRow[] = [
  profile('line-scanner', 'scanner', 'Line scanner, CR', LINES),
  profile('line-scanner-no-suffix', 'scanner', 'Line scanner without a suffix', LINES),
  profile('back-dock-scanner', 'scanner', 'Back dock scanner', LINES, true),
  profile('honeywell-hid-pos', 'scanner', 'Honeywell HID POS', ['hid']),
  profile('mettler-toledo-mt-sics', 'scale', 'Mettler Toledo MT-SICS', LINES),
  profile('toledo-8217', 'scale', 'Toledo 8217', LINES),
  profile('nci-scp-01', 'scale', 'NCI SCP-01', LINES),
  profile('sma', 'scale', 'SMA', LINES),
  profile('ohaus', 'scale', 'Ohaus', LINES),
  profile('dymo-s250', 'scale', 'DYMO S250', ['hid']),
  profile('zpl-203', 'printer', 'ZPL, 203 dpi', ['tcp', 'usb', 'cups', 'spooler', 'serial']),
  profile('zpl-300', 'printer', 'ZPL, 300 dpi', ['tcp', 'usb', 'cups', 'spooler', 'serial']),
];
