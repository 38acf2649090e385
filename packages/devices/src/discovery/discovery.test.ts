import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AttachedDevice } from '@serialbridge/protocol/station';
import { expect, onTestFinished, test } from 'vitest';
import { DeviceError } from '../errors/device-error.ts';
import type { HidInfo, LoadHid } from '../links/hid-module.ts';
import type { LoadUsb, UsbEmitter } from '../links/usb-module.ts';
import type { RunProgram } from './queue-source.ts';
import { type Attached, surveyAttached, type SurveyOptions } from './survey-attached.ts';
import { watchAttached } from './watch-attached.ts';

const noUsb: LoadUsb = () => Promise.reject(new Error('no usb'));
const quiet: RunProgram = () => Promise.reject(Object.assign(new Error('spawn lpstat ENOENT'), { code: 'ENOENT' }));
const hidOf =
  (infos: readonly HidInfo[]): LoadHid =>
  () =>
    Promise.resolve({
      devicesAsync: () => Promise.resolve([...infos]),
      HIDAsync: { open: () => Promise.reject(new Error('not here')) },
    });
const hid = (path: string, more: Partial<HidInfo> = {}): HidInfo => ({
  vendorId: 0x0c2e,
  productId: 0x0b81,
  path,
  interface: 0,
  usagePage: 0x8c,
  usage: 2,
  product: 'Voyager 1450g',
  serialNumber: '',
  ...more,
});

async function root(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'discovery-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await mkdir(join(folder, 'sys/class/tty'), { recursive: true });
  await mkdir(join(folder, 'dev'));
  return folder;
}

async function usbDevice(
  folder: string,
  bus: string,
  files: Readonly<Record<string, string>>,
  interfaces: readonly string[] = [],
) {
  const device = join(folder, 'sys/bus/usb/devices', bus);
  await mkdir(device, { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(device, name), `${text}\n`);
  for (const [index, classes] of interfaces.entries()) {
    const at = join(folder, 'sys/bus/usb/devices', `${bus}:1.${String(index)}`);
    await mkdir(at);
    const [type, protocol] = classes.split('/');
    await writeFile(join(at, 'bInterfaceClass'), `${type ?? ''}\n`);
    await writeFile(join(at, 'bInterfaceProtocol'), `${protocol ?? ''}\n`);
  }
  return device;
}

async function tty(folder: string, name: string, device: string) {
  await mkdir(join(folder, 'sys/class/tty', name));
  await symlink(device, join(folder, 'sys/class/tty', name, 'device'));
}

function survey(folder: string, more: SurveyOptions = {}): Promise<Attached> {
  return surveyAttached({
    platform: 'linux',
    sys: join(folder, 'sys'),
    dev: join(folder, 'dev'),
    loadHid: hidOf([]),
    loadUsb: noUsb,
    run: quiet,
    ...more,
  });
}

test('survey: nothing attached, no CUPS, no USB bus: an empty list and no problem', async () => {
  expect(await survey(await root())).toEqual({ attached: [], problems: [] });
});

test('survey HID: by page, once per path, known by profile; keyboards are left alone', async () => {
  const { attached } = await survey(await root(), {
    loadHid: hidOf([
      hid('/dev/hidraw0', { usagePage: 1, usage: 6 }),
      hid('/dev/hidraw1'),
      hid('/dev/hidraw1', { usage: 0x14 }),
      hid('/dev/hidraw2', { interface: 1 }),
      hid('/dev/hidraw3', {
        vendorId: 0x0922,
        productId: 0x8003,
        usagePage: 0x8d,
        usage: 0x20,
        serialNumber: '0071\0',
        product: 'M10',
      }),
      hid('/dev/hidraw4', { vendorId: 0x1234, productId: 0x5678, usagePage: 0x8d, usage: 1, product: undefined }),
      hid('/dev/hidraw5', { vendorId: 0x1446, productId: 0x6a73, usagePage: 0xff00, product: '510' }),
    ]),
  });
  expect(attached.map((row) => [row.attached_id, row.kind, row.profile, row.name, row.path])).toEqual([
    ['hid:0922:8003:0071:008d', 'scale', 'hid-scale-dymo', 'M10', '/dev/hidraw3'],
    ['hid:0c2e:0b81:-:008c', 'scanner', 'hid-pos-honeywell', 'Voyager 1450g', '/dev/hidraw1'],
    ['hid:1234:5678:-:008d', 'scale', null, 'HID 1234:5678', '/dev/hidraw4'],
    ['hid:1446:6a73:-:ff00', 'scale', 'hid-scale-stamps-510', '510', '/dev/hidraw5'],
  ]);
  expect(attached[0]?.link).toEqual({
    type: 'hid',
    vendor_id: '0922',
    product_id: '8003',
    serial_number: '0071',
    usage_page: 0x8d,
  });
  for (const row of attached) expect(AttachedDevice.parse({ ...row, device_id: null })).toMatchObject(row);
});

test('survey: the same device on another path keeps its id; twins have one each', async () => {
  const folder = await root();
  const at = async (...paths: string[]) =>
    (await survey(folder, { loadHid: hidOf(paths.map((path) => hid(path))) })).attached.map((row) => row.attached_id);
  expect(await at('/dev/hidraw1')).toEqual(await at('/dev/hidraw7'));
  expect(await at('/dev/hidraw1', '/dev/hidraw2')).toEqual(['hid:0c2e:0b81:-:008c', 'hid:0c2e:0b81:-:008c#2']);
});

test('survey serial: a USB port by its ids, twins by their socket, a plain port by its path', async () => {
  const folder = await root();
  const one = await usbDevice(folder, '1-1', { idVendor: '0c2e', idProduct: '0b8a', serial: 'S1', product: 'CDC' });
  await tty(folder, 'ttyACM0', one);
  for (const socket of ['2', '3']) {
    const twin = await usbDevice(folder, `1-${socket}`, { idVendor: '0403', idProduct: '6001' });
    await tty(folder, `ttyUSB${socket}`, twin);
  }
  await mkdir(join(folder, 'dev/serial/by-path'), { recursive: true });
  await symlink('../../ttyUSB2', join(folder, 'dev/serial/by-path/socket-2'));
  await mkdir(join(folder, 'sys/platform'));
  await tty(folder, 'ttyS0', join(folder, 'sys/platform'));
  await writeFile(join(folder, 'sys/class/tty/ttyS0/type'), '4\n');
  const dev = join(folder, 'dev');
  const { attached, problems } = await survey(folder, {
    loadHid: hidOf([hid('/dev/hidraw1', { serialNumber: 'S1' })]),
  });
  expect(problems).toEqual([]);
  expect(attached.map((row) => [row.attached_id, row.kind, row.link])).toEqual([
    ['hid:0c2e:0b81:S1:008c', 'scanner', expect.objectContaining({ type: 'hid' })],
    [`serial:${dev}/serial/by-path/socket-2`, null, { type: 'serial', path: `${dev}/serial/by-path/socket-2` }],
    [`serial:${dev}/ttyS0`, null, { type: 'serial', path: `${dev}/ttyS0` }],
    [`serial:${dev}/ttyUSB3`, null, { type: 'serial', path: `${dev}/ttyUSB3` }],
    [
      'usb-serial:0c2e:0b8a:S1',
      null,
      { type: 'usb-serial', vendor_id: '0c2e', product_id: '0b8a', serial_number: 'S1' },
    ],
  ]);
});

test('survey printers: the printer class from sysfs without opening anything, queues of CUPS without their passwords', async () => {
  const folder = await root();
  const zebra = { idVendor: '0a5f', idProduct: '0166', manufacturer: 'Zebra', product: 'ZD420', serial: 'Z1' };
  await usbDevice(folder, '1-1', zebra, ['07/02', '03/00']);
  await usbDevice(folder, '1-2', { idVendor: '04a9', idProduct: '0001' }, ['07/04']);
  await usbDevice(folder, '1-3', { idVendor: '04a9', idProduct: '0002' }, ['08/50']);
  const listed = 'device for labels: usb://Zebra/ZD420\ndevice for far: ipp://me:secret@host/printers/far\nnonsense\n';
  const { attached } = await survey(folder, { run: () => Promise.resolve(listed) });
  expect(attached.map((row) => [row.attached_id, row.name, row.path])).toEqual([
    ['cups:far', 'far', 'ipp://host/printers/far'],
    ['cups:labels', 'labels', 'usb://Zebra/ZD420'],
    ['usb:0a5f:0166:Z1', 'Zebra ZD420', 'USB 1-1'],
  ]);
  expect(attached.every((row) => row.kind === 'printer')).toBe(true);
});

test('survey on Windows: the spooler’s printers, no CUPS and no USB printers', async () => {
  const ran: string[] = [];
  const run: RunProgram = (program) => {
    ran.push(program);
    return Promise.resolve('[{"Name":"ZDesigner ZD420","PortName":"USB001"},{"Name":"PDF"}]\r\n');
  };
  const { attached } = await surveyAttached({
    platform: 'win32',
    run,
    loadHid: hidOf([]),
    loadUsb: noUsb,
    profiles: new Map(),
  });
  expect(ran).toEqual(['powershell.exe']);
  expect(attached.filter((row) => row.link.type === 'spooler').map((row) => [row.attached_id, row.path])).toEqual([
    ['spooler:PDF', null],
    ['spooler:ZDesigner ZD420', 'USB001'],
  ]);
});

const broken: RunProgram = () => Promise.reject(Object.assign(new Error('killed'), { said: 'lpstat: unexpected' }));

const asleep: RunProgram = () =>
  Promise.reject(Object.assign(new Error('1'), { said: 'lpstat: Scheduler is not running.' }));

test('survey: one source that fails is a problem, and never hides the others', async () => {
  const folder = await root();
  await usbDevice(folder, '1-1', { idVendor: '0a5f', idProduct: '0166' }, ['07/02']);
  const missing = new DeviceError('device.driver-missing', { reason: 'libusb-1.0 is missing' });
  const { attached, problems } = await survey(folder, { loadHid: () => Promise.reject(missing), run: broken });
  expect(attached.map((row) => row.attached_id)).toEqual(['usb:0a5f:0166:-']);
  expect(problems).toEqual([
    missing.finding,
    { code: 'device.search-failed', params: { kind: 'CUPS', reason: 'killed' } },
  ]);
  expect((await survey(folder, { run: asleep })).problems).toEqual([]);
});

/** A watch with hot-plug under the test's hand; the slow look comes never unless asked for. */
async function watched(infos: HidInfo[], rescan_ms = 3_600_000, more: SurveyOptions = {}) {
  const folder = await root();
  const lists: string[][] = [];
  const waiting: (() => void)[] = [];
  let plug: (() => void) | null = null;
  let listening = 0;
  class Emitter implements UsbEmitter {
    addAttach(listener: () => void): Promise<void> {
      plug = listener;
      listening += 1;
      return Promise.resolve();
    }
    addDetach(): Promise<void> {
      listening += 1;
      return Promise.resolve();
    }
    removeAttach(): Promise<void> {
      listening -= 1;
      return Promise.resolve();
    }
    removeDetach(): Promise<void> {
      listening -= 1;
      return Promise.resolve();
    }
  }
  let looks = 0;
  const watch = watchAttached({
    platform: 'linux',
    sys: join(folder, 'sys'),
    dev: join(folder, 'dev'),
    loadHid: () => {
      looks += 1;
      return hidOf(infos)();
    },
    loadUsb: () => Promise.resolve({ nativeGetDevices: () => Promise.resolve([]), Emitter }),
    run: quiet,
    rescan_ms,
    ...more,
    onChange: (list) => {
      lists.push(list.attached.map((row) => row.path ?? ''));
      for (const go of waiting.splice(0)) go();
    },
  });
  onTestFinished(() => watch.stop());
  const change = (): Promise<void> => new Promise((resolve) => waiting.push(resolve));
  return { watch, lists, change, plug: () => plug?.(), looks: () => looks, listening: () => listening };
}

test('watch: tells the list at first, and again only when it changed', async () => {
  const infos = [hid('/dev/hidraw1')];
  const { watch, lists } = await watched(infos);
  await watch.refresh();
  await watch.refresh();
  expect(lists).toEqual([['/dev/hidraw1']]);
  infos.splice(0);
  await watch.refresh();
  expect(lists).toEqual([['/dev/hidraw1'], []]);
});

test('watch: hot-plug events are one look, and the slow look finds what no event told', async () => {
  const infos: HidInfo[] = [];
  const { watch, lists, change, plug, looks } = await watched(infos);
  await watch.refresh();
  const before = looks();
  infos.push(hid('/dev/hidraw1'));
  const changed = change();
  for (let part = 0; part < 5; part += 1) plug();
  await changed;
  expect(lists.at(-1)).toEqual(['/dev/hidraw1']);
  expect(looks()).toBe(before + 1);

  const again: HidInfo[] = [];
  const byTime = await watched(again, 20);
  await byTime.watch.refresh();
  const seen = byTime.change();
  again.push(hid('/dev/hidraw9'));
  await seen;
  expect(byTime.lists.at(-1)).toEqual(['/dev/hidraw9']);
});

test('watch: a refresh during a look is a look of its own, and several are one', async () => {
  const infos: HidInfo[] = [];
  const { watch, lists, looks } = await watched(infos);
  const first = watch.refresh();
  infos.push(hid('/dev/hidraw1'));
  await Promise.all([first, watch.refresh(), watch.refresh()]);
  expect(lists.at(-1)).toEqual(['/dev/hidraw1']);
  expect(looks()).toBe(2);
});

test('watch: a print system that hangs keeps no scanner from being seen', async () => {
  const { change, lists } = await watched([hid('/dev/hidraw1')], 3_600_000, {
    run: () => new Promise(() => undefined),
  });
  await change();
  expect(lists).toEqual([['/dev/hidraw1']]);
});

test('watch: after stop nothing is told, nothing is asked, and no event is listened for', async () => {
  const infos = [hid('/dev/hidraw1')];
  const { watch, lists, looks, plug, listening } = await watched(infos);
  await watch.refresh();
  expect(listening()).toBe(2);
  watch.stop();
  const before = looks();
  infos.splice(0);
  plug();
  await watch.refresh();
  await new Promise(setImmediate);
  expect([lists, looks(), listening()]).toEqual([[['/dev/hidraw1']], before, 0]);
});

test('watch: without hot-plug events the slow look goes on', async () => {
  const infos: HidInfo[] = [];
  const { change, watch, lists } = await watched(infos, 20, { loadUsb: noUsb });
  await watch.refresh();
  infos.push(hid('/dev/hidraw1'));
  await change();
  expect(lists.at(-1)).toEqual(['/dev/hidraw1']);
});
