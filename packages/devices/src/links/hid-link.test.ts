import { EventEmitter } from 'node:events';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { DeviceError } from '../errors/device-error.ts';
import { hidPosDescriptor } from '../protocols/hid/hid-pos-model.ts';
import { hidScaleDescriptor } from '../protocols/hid-scale/hid-scale-model.ts';
import type { HidMatch } from './find-hid.ts';
import { hidLink } from './hid-link.ts';
import type { HidHandle, HidInfo, HidModule } from './hid-module.ts';
import { loadDriver } from './load-driver.ts';

/** What node-hid's HIDAsync does, as its traps need it: reports wait until somebody reads or listens. */
class FakeHandle extends EventEmitter implements HidHandle {
  waiting: Uint8Array[] = [];
  written: string[] = [];
  hang = false;
  closed = false;
  constructor(waiting: readonly Uint8Array[] = []) {
    super();
    this.waiting = [...waiting];
    this.on('newListener', (event) => {
      if (event === 'data') process.nextTick(() => this.#resume());
    });
  }
  #resume(): void {
    if (this.listenerCount('data') === 0) return;
    // the binding throws here, outside of any promise, when the device was closed in between
    if (this.closed) throw new Error('device has been closed');
    for (const report of this.waiting.splice(0)) this.emit('data', report);
  }
  read(): Promise<Uint8Array> {
    return Promise.resolve(this.waiting.shift() ?? new Uint8Array());
  }
  #write(kind: string, report: Buffer): Promise<number> {
    if (this.closed) return Promise.reject(new Error('device has been closed'));
    if (this.hang) return new Promise(() => undefined);
    this.written.push(`${kind} ${report.toString('hex')}`);
    return Promise.resolve(report.length);
  }
  write(report: Buffer): Promise<number> {
    return this.#write('output', report);
  }
  sendFeatureReport(report: Buffer): Promise<number> {
    return this.#write('feature', report);
  }
  close(): Promise<void> {
    if (this.closed) return Promise.reject(new Error('device is already closed'));
    this.closed = true;
    this.removeAllListeners();
    return Promise.resolve();
  }
}

const match: HidMatch = { vendor_id: '0c2e', product_id: '0b81', serial_number: null, usage_page: 0x8c };
const info = (path: string, more: Partial<HidInfo> = {}): HidInfo => ({
  vendorId: 0x0c2e,
  productId: 0x0b81,
  path,
  interface: 0,
  usagePage: 0x8c,
  usage: 2,
  ...more,
});

let names = 0;
/** A path of its own for each test: owners are of the whole process. */
const aPath = (): string => `/dev/hidraw-test-${String((names += 1))}`;

function bus(infos: HidInfo[], handle: () => FakeHandle | Error = () => new FakeHandle()) {
  const opened: string[] = [];
  const handles: FakeHandle[] = [];
  const module: HidModule = {
    devicesAsync: () => Promise.resolve(infos),
    HIDAsync: {
      open: (path) => {
        opened.push(path);
        const made = handle();
        if (made instanceof Error) return Promise.reject(made);
        handles.push(made);
        return Promise.resolve(made);
      },
    },
  };
  return {
    infos,
    opened,
    handles,
    options: { loadHid: () => Promise.resolve(module), proc: '/nowhere', sys: '/nowhere' },
  };
}

function ear() {
  const reports: string[] = [];
  const lost: DeviceError[] = [];
  return {
    reports,
    lost,
    listener: {
      data: (chunk: { bytes: Uint8Array }) => void reports.push(Buffer.from(chunk.bytes).toString('hex')),
      lost: (error: DeviceError) => void lost.push(error),
    },
  };
}

test('hid-link finds the path at every open, by page and not by a path from before', async () => {
  const [first, second] = [aPath(), aPath()];
  const other = info(aPath(), { usagePage: 0x01, usage: 6 });
  const { infos, opened, options } = bus([other, info(first), info(first, { usage: 0x14 })]);
  const link = hidLink(match, options);
  await link.open(ear().listener);
  await link.close();
  infos.splice(0, infos.length, other, info(second));
  await link.open(ear().listener);
  await link.close();
  expect(opened).toEqual([first, second]);
});

test('hid-link device.missing, device.ambiguous, and the serial number that tells two apart', async () => {
  const { options } = bus([info(aPath(), { usagePage: 1 })]);
  await expect(hidLink(match, options).open(ear().listener)).rejects.toMatchObject({
    id: 'device.missing',
    params: { path: 'USB 0c2e:0b81' },
  });
  const [one, two] = [aPath(), aPath()];
  const twins = bus([info(one, { serialNumber: 'A' }), info(two, { serialNumber: 'B' })]);
  await expect(hidLink(match, twins.options).open(ear().listener)).rejects.toMatchObject({ id: 'device.ambiguous' });
  const link = hidLink({ ...match, serial_number: 'B' }, twins.options);
  await link.open(ear().listener);
  await link.close();
  expect(twins.opened).toEqual([two]);
  const composite = bus([info(two, { interface: 1 }), info(one, { interface: 0 })]);
  const both = hidLink(match, composite.options);
  await both.open(ear().listener);
  await both.close();
  expect(composite.opened).toEqual([one]);
});

test('hid-link throws reports away that waited from before, and listens at once', async () => {
  const stale = Array.from({ length: 64 }, (_, index) => Uint8Array.of(2, index));
  const { handles, options } = bus([info(aPath())], () => new FakeHandle(stale));
  const link = hidLink(match, options);
  const { listener, reports } = ear();
  await link.open(listener);
  await new Promise(setImmediate);
  expect(reports).toEqual([]);
  expect(handles[0]?.listenerCount('data')).toBe(1);
  handles[0]?.emit('data', Uint8Array.of(2, 99));
  expect(reports).toEqual(['0263']);
  await link.close();
  expect(handles[0]?.closed).toBe(true);
});

test('hid-link closed right after it was opened does not fail outside of a promise', async () => {
  const { handles, options } = bus([info(aPath())]);
  const link = hidLink(match, options);
  await link.open(ear().listener);
  await link.close();
  await new Promise(setImmediate);
  expect(handles[0]?.closed).toBe(true);
  await link.close();
});

test('hid-link closed while it opens gives the device back', async () => {
  const { handles, options } = bus([info(aPath())]);
  const link = hidLink(match, options);
  const opening = link.open(ear().listener);
  await link.close();
  await expect(opening).rejects.toMatchObject({ id: 'device.not-open' });
  expect(handles.every((handle) => handle.closed)).toBe(true);
  await link.open(ear().listener);
  await link.close();
});

test('hid-link unplugged is an error that is a string: lost once, closed, and opened again', async () => {
  const { handles, options } = bus([info(aPath())]);
  const link = hidLink(match, options);
  const { listener, lost, reports } = ear();
  await link.open(listener);
  handles[0]?.emit('error', 'could not read from HID device');
  handles[0]?.emit('data', Uint8Array.of(2));
  expect(lost).toMatchObject([{ id: 'device.lost', params: { path: 'USB 0c2e:0b81' } }]);
  expect(reports).toEqual([]);
  await expect(link.send(Uint8Array.of(1), 50)).rejects.toMatchObject({ id: 'device.not-open' });
  await link.open(listener);
  expect(handles.map((handle) => handle.closed)).toEqual([true, false]);
  await link.close();
  expect(lost).toHaveLength(1);
});

test('hid-link device.in-use: one owner in this process, given back by close, loss and failure', async () => {
  const shared = bus([info(aPath())]);
  const [first, second] = [hidLink(match, shared.options), hidLink(match, shared.options)];
  await first.open(ear().listener);
  await expect(second.open(ear().listener)).rejects.toMatchObject({ id: 'device.in-use' });
  await expect(first.open(ear().listener)).rejects.toMatchObject({ id: 'device.in-use' });
  await first.close();
  await second.open(ear().listener);
  shared.handles[1]?.emit('error', 'gone');
  await first.open(ear().listener);
  await first.close();

  let fails = true;
  const failing = bus([info(aPath())], () => (fails ? new Error('cannot open: Permission denied') : new FakeHandle()));
  const link = hidLink(match, failing.options);
  await expect(link.open(ear().listener)).rejects.toMatchObject({ id: 'device.permission' });
  fails = false;
  await link.open(ear().listener);
  await link.close();
});

test('hid-link device.in-use: another program that has the device open is seen in procfs', async () => {
  const proc = await mkdtemp(join(tmpdir(), 'proc-'));
  onTestFinished(() => rm(proc, { recursive: true }));
  const path = aPath();
  await mkdir(join(proc, '4711', 'fd'), { recursive: true });
  await symlink('/dev/null', join(proc, '4711', 'fd', '0'));
  await mkdir(join(proc, 'self'));
  const { options, opened } = bus([info(path)]);
  const link = hidLink(match, { ...options, proc });
  await link.open(ear().listener);
  await link.close();
  await symlink(path, join(proc, '4711', 'fd', '7'));
  await expect(link.open(ear().listener)).rejects.toMatchObject({ id: 'device.in-use', params: { path } });
  expect(opened).toHaveLength(1);
});

test.each([
  ["Failed to open a device with path '/dev/hidraw3': Permission denied", 'device.permission'],
  ["Failed to open a device with path '/dev/hidraw3': No such file or directory", 'device.missing'],
  ["Failed to open a device with path '/dev/hidraw3': Device or resource busy", 'device.in-use'],
  ['CreateFile: (0x5) Access is denied.', 'device.in-use'],
  ['something else', 'device.open-failed'],
])('hid-link open error "%s" is %s', async (message, id) => {
  const { options } = bus([info(aPath())], () => new Error(message));
  await expect(hidLink(match, options).open(ear().listener)).rejects.toMatchObject({ id });
});

test('hid-link device.send-timeout: the link is closed and lost, and what hangs is not waited for', async () => {
  const { handles, options } = bus([info(aPath())]);
  const link = hidLink(match, options);
  const { listener, lost } = ear();
  await link.open(listener);
  await link.send(Uint8Array.of(2, 2), 1000);
  expect(handles[0]?.written).toEqual(['output 0202']);
  if (handles[0] !== undefined) handles[0].hang = true;
  await expect(link.send(Uint8Array.of(2, 2), 5)).rejects.toMatchObject({ id: 'device.send-timeout' });
  expect(lost).toMatchObject([{ id: 'device.send-timeout' }]);
  expect(handles[0]?.closed).toBe(true);
});

test('hid-link reads the report descriptor from sysfs; feature reports go as such', async () => {
  const sys = await mkdtemp(join(tmpdir(), 'sys-'));
  onTestFinished(() => rm(sys, { recursive: true }));
  const path = aPath();
  const folder = join(sys, 'class/hidraw', path.slice(5), 'device');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'report_descriptor'), hidPosDescriptor('a'));
  const { handles, options } = bus([info(path)]);
  const link = hidLink(match, { ...options, sys });
  const facts = await link.open(ear().listener);
  expect(Buffer.from(facts.report_descriptor ?? [])).toEqual(Buffer.from(hidPosDescriptor('a')));
  await link.sendFeature?.(Uint8Array.of(0xfe, 1));
  await link.send(Uint8Array.of(0xfe, 1), 1000);
  await link.close();
  await writeFile(join(folder, 'report_descriptor'), hidScaleDescriptor(3));
  await link.open(ear().listener);
  await link.send(Uint8Array.of(2, 2), 1000);
  await link.close();
  expect(handles.map((handle) => handle.written)).toEqual([['feature fe01', 'feature fe01'], ['output 0202']]);
});

const load = (message: string) => loadDriver(() => Promise.reject(new Error(message)));

test('hid-link device.driver-missing names the Debian package', async () => {
  const missing = 'libusb-1.0.so.0: cannot open shared object file: No such file or directory';
  await expect(load(missing)).rejects.toMatchObject({
    id: 'device.driver-missing',
    params: { reason: 'libusb-1.0 is missing (Debian, Ubuntu: sudo apt-get install libusb-1.0-0)' },
  });
  await expect(load(missing.replace('libusb-1.0', 'libudev'))).rejects.toMatchObject({
    params: { reason: expect.stringContaining('libudev1') as string },
  });
  await expect(load('no prebuild')).rejects.toMatchObject({ params: { reason: 'no prebuild' } });
  const { options } = bus([]);
  const link = hidLink(match, { ...options, loadHid: () => load(missing) });
  await expect(link.open(ear().listener)).rejects.toMatchObject({ id: 'device.driver-missing' });
});
