import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { listSerialPorts } from './serial-ports.ts';
import { findUsbSerialPort } from './usb-serial.ts';

interface Port {
  readonly type?: string;
  readonly usb?: {
    readonly bus: string;
    readonly vid: string;
    readonly pid: string;
    readonly serial?: string;
    readonly depth: number;
  };
}

/** A sysfs with these ports, laid out as Linux does. */
async function systemOf(ports: Readonly<Record<string, Port | null>>, fixed: Readonly<Record<string, string>> = {}) {
  const root = await mkdtemp(join(tmpdir(), 'sys-'));
  onTestFinished(() => rm(root, { recursive: true }));
  for (const [name, port] of Object.entries(ports)) {
    const tty = join(root, 'sys/class/tty', name);
    await mkdir(tty, { recursive: true });
    if (port === null) continue;
    if (port.type !== undefined) await writeFile(join(tty, 'type'), `${port.type}\n`);
    let device = join(root, 'sys/devices/platform/serial8250');
    if (port.usb !== undefined) {
      const usb = join(root, 'sys/devices/pci0000:00/usb1', port.usb.bus);
      // cdc_acm hangs below the interface, usb-serial one level further
      device = join(usb, `${port.usb.bus}:1.0`, ...(port.usb.depth > 1 ? [name] : []));
      await mkdir(device, { recursive: true });
      await writeFile(join(usb, 'idVendor'), `${port.usb.vid}\n`);
      await writeFile(join(usb, 'idProduct'), `${port.usb.pid}\n`);
      await writeFile(join(usb, 'product'), 'Scanner\n');
      if (port.usb.serial !== undefined) await writeFile(join(usb, 'serial'), `${port.usb.serial}\n`);
    }
    await mkdir(device, { recursive: true });
    await symlink(device, join(tty, 'device'));
  }
  const dev = join(root, 'dev');
  await mkdir(join(dev, 'serial/by-path'), { recursive: true });
  for (const [name, target] of Object.entries(fixed))
    await symlink(`../../${target}`, join(dev, 'serial/by-path', name));
  return { platform: 'linux' as const, sys: join(root, 'sys'), dev };
}

test('serial-ports: real ones only, USB ids from sysfs, names that stay', async () => {
  const system = await systemOf(
    {
      tty0: null,
      ttyS0: { type: '4' },
      ttyS1: { type: '0' },
      ttyACM0: { usb: { bus: '1-1', vid: '0c2e', pid: '0b8a', serial: 'S1', depth: 1 } },
      ttyUSB0: { usb: { bus: '1-2', vid: '0403', pid: '6001', depth: 2 } },
    },
    { 'pci-0000:00-usb-0:2:1.0-port0': 'ttyUSB0' },
  );
  const row = (name: string) => ({ path: join(system.dev, name), fixed_path: null, serial_number: null });
  const rows = await listSerialPorts(system);
  expect(rows.toSorted((one, two) => one.path.localeCompare(two.path, 'en'))).toEqual([
    { ...row('ttyACM0'), vendor_id: '0c2e', product_id: '0b8a', serial_number: 'S1', name: 'Scanner' },
    { ...row('ttyS0'), vendor_id: null, product_id: null, name: null },
    {
      ...row('ttyUSB0'),
      vendor_id: '0403',
      product_id: '6001',
      name: 'Scanner',
      fixed_path: join(system.dev, 'serial/by-path/pci-0000:00-usb-0:2:1.0-port0'),
    },
  ]);
});

const usb = (bus: string, serial?: string) => ({
  usb: { bus, vid: '0403', pid: '6001', depth: 2, ...(serial === undefined ? {} : { serial }) },
});

test('usb-serial: found by its ids wherever it is; missing and ambiguous are said', async () => {
  const identity = { vendor_id: '0403', product_id: '6001', serial_number: null };
  const one = await systemOf({ ttyUSB7: usb('1-1', 'A') });
  expect(await findUsbSerialPort(identity, one)).toBe(join(one.dev, 'ttyUSB7'));
  await expect(findUsbSerialPort({ ...identity, product_id: '6015' }, one)).rejects.toMatchObject({
    id: 'device.missing',
  });
  const two = await systemOf({ ttyUSB0: usb('1-1', 'A'), ttyUSB1: usb('1-2', 'B') });
  await expect(findUsbSerialPort(identity, two)).rejects.toMatchObject({
    id: 'device.ambiguous',
    params: { path: 'USB 0403:6001' },
  });
  expect(await findUsbSerialPort({ ...identity, serial_number: 'B' }, two)).toBe(join(two.dev, 'ttyUSB1'));
});

const list = () => Promise.resolve([{ path: 'COM3', vendorId: '0C2E', productId: '0B8A' }, { path: 'COM1' }]);
const failing = () => Promise.reject(new Error('spawn udevadm ENOENT'));

test('serial-ports: without sysfs and on other systems the library is asked, and may reject', async () => {
  const rows = await listSerialPorts({ platform: 'win32', list });
  expect(rows.map((row) => [row.path, row.vendor_id, row.product_id])).toEqual([
    ['COM3', '0c2e', '0b8a'],
    ['COM1', null, null],
  ]);
  expect(await listSerialPorts({ platform: 'linux', sys: '/nowhere', list })).toHaveLength(2);
  await expect(listSerialPorts({ platform: 'linux', sys: '/nowhere', list: failing })).rejects.toThrow(/udevadm/u);
});
