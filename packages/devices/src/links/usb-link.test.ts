import { expect, test } from 'vitest';
import type { DeviceError } from '../errors/device-error.ts';
import { usbLink } from './usb-link.ts';
import type { UsbHandle, UsbModule } from './usb-module.ts';

const identity = { vendor_id: '0a5f', product_id: '0166', serial_number: null };
const endpoint = (endpointNumber: number, direction: 'in' | 'out') => ({
  endpointNumber,
  direction,
  type: 'bulk',
  packetSize: 64,
});

let addresses = 0;
class FakePrinter implements UsbHandle {
  readonly vendorId = 0x0a5f;
  readonly productId = 0x0166;
  readonly bus = '999';
  readonly address = (addresses += 1);
  readonly productName = 'ZD420';
  readonly calls: string[] = [];
  printed = 0;
  out: (timeoutMs: number) => Error | null = () => null;
  answers: (Uint8Array | Error)[] = [];
  claimError: Error | null = null;
  serialNumber: string | null;
  configuration: UsbHandle['configuration'];
  constructor(serialNumber: string | null = null, bidirectional = true) {
    this.serialNumber = serialNumber;
    this.configuration = {
      interfaces: [
        {
          interfaceNumber: 0,
          alternates: [{ alternateSetting: 0, interfaceClass: 3, interfaceProtocol: 0, endpoints: [] }],
        },
        {
          interfaceNumber: 1,
          alternates: [
            { alternateSetting: 0, interfaceClass: 7, interfaceProtocol: 1, endpoints: [endpoint(1, 'out')] },
            ...(bidirectional
              ? [
                  {
                    alternateSetting: 1,
                    interfaceClass: 7,
                    interfaceProtocol: 2,
                    endpoints: [endpoint(2, 'in'), endpoint(3, 'out')],
                  },
                ]
              : []),
            {
              alternateSetting: 2,
              interfaceClass: 7,
              interfaceProtocol: 4,
              endpoints: [endpoint(4, 'in'), endpoint(5, 'out')],
            },
          ],
        },
      ],
    };
  }
  readonly #note = (call: string): Promise<void> => {
    this.calls.push(call);
    return Promise.resolve();
  };
  open = () => this.#note('open');
  close = () => this.#note('close');
  claimInterface = (number: number) =>
    this.claimError === null ? this.#note(`claim ${String(number)}`) : Promise.reject(this.claimError);
  releaseInterface = (number: number) => this.#note(`release ${String(number)}`);
  selectAlternateInterface = (number: number, alternate: number) =>
    this.#note(`alternate ${String(number)}.${String(alternate)}`);
  detachKernelDriver = (number: number) => this.#note(`detach ${String(number)}`);
  attachKernelDriver = (number: number) => this.#note(`attach ${String(number)}`);
  async nativeTransferIn(number: number, timeoutMs: number): Promise<Uint8Array> {
    if (number !== 2) throw new Error('transferIn error: endpoint not found');
    const next = this.answers.shift();
    if (next instanceof Error) throw next;
    if (next !== undefined) return next;
    await new Promise((resolve) => setTimeout(resolve, Math.min(timeoutMs, 5)));
    throw new Error('transferIn error: Cancelled');
  }
  nativeTransferOut(number: number, timeoutMs: number, data: Uint8Array): Promise<number> {
    const error = this.out(timeoutMs);
    if (error !== null) return Promise.reject(error);
    this.printed += data.length;
    this.calls.push(`out ${String(number)} ${String(data.length)}`);
    return Promise.resolve(data.length);
  }
}

function usbOf(...printers: FakePrinter[]) {
  class Emitter {
    readonly #done = (): Promise<void> => Promise.resolve();
    addAttach = this.#done;
    removeAttach = this.#done;
    addDetach = this.#done;
    removeDetach = this.#done;
  }
  const module: UsbModule = { nativeGetDevices: () => Promise.resolve(printers), Emitter };
  return { loadUsb: () => Promise.resolve(module) };
}

function ear() {
  const heard = Promise.withResolvers<string>();
  const lost = Promise.withResolvers<DeviceError>();
  const listener = {
    data: (chunk: { bytes: Uint8Array }) => heard.resolve(Buffer.from(chunk.bytes).toString()),
    lost: lost.resolve,
  };
  return { heard: heard.promise, lost: lost.promise, listener };
}

// the device file that is watched on Linux does not exist here: `lost` after a second is part of no test
test('usb-link takes the printer interface that answers from the kernel, and gives it back', async () => {
  const printer = new FakePrinter();
  printer.answers.push(Buffer.from('status'));
  const link = usbLink(identity, usbOf(printer));
  const { listener, heard } = ear();
  await link.open(listener);
  expect(await heard).toBe('status');
  await Promise.all([link.send(new Uint8Array(40_000), 1000), link.send(new Uint8Array(3), 1000)]);
  await link.close();
  expect(printer.calls.join(', ')).toBe(
    [
      ['open', 'detach 1', 'claim 1', 'alternate 1.1'],
      ['out 3 16384', 'out 3 16384', 'out 3 7232', 'out 3 3'],
      ['release 1', 'attach 1', 'close'],
    ]
      .flat()
      .join(', '),
  );
  await expect(link.send(Uint8Array.of(1), 100)).rejects.toMatchObject({ id: 'device.not-open' });
});

test('usb-link: a printer that only takes, and a device that is none', async () => {
  const mute = new FakePrinter(null, false);
  const link = usbLink(identity, usbOf(mute));
  await link.open(ear().listener);
  await link.send(Uint8Array.of(1), 100);
  await link.close();
  expect(mute.calls).toContain('out 1 1');
  const none = new FakePrinter();
  none.configuration = { interfaces: [] };
  await expect(usbLink(identity, usbOf(none)).open(ear().listener)).rejects.toMatchObject({ id: 'device.open-failed' });
  expect(none.calls).toEqual(['open', 'close']);
});

test('usb-link device.missing, device.ambiguous, a serial number, device.in-use', async () => {
  await expect(usbLink(identity, usbOf()).open(ear().listener)).rejects.toMatchObject({ id: 'device.missing' });
  const [one, two] = [new FakePrinter('A'), new FakePrinter('B')];
  await expect(usbLink(identity, usbOf(one, two)).open(ear().listener)).rejects.toMatchObject({
    id: 'device.ambiguous',
  });
  const link = usbLink({ ...identity, serial_number: 'B' }, usbOf(one, two));
  await link.open(ear().listener);
  const second = usbLink({ ...identity, serial_number: 'B' }, usbOf(one, two));
  await expect(second.open(ear().listener)).rejects.toMatchObject({ id: 'device.in-use' });
  await link.close();
  await second.open(ear().listener);
  await second.close();
});

test.each([
  ['open error: Permission denied (errno 13)', 'device.permission'],
  ['claimInterface error: Device or resource busy (errno 16)', 'device.in-use'],
  ['open error: no such device (errno 19)', 'device.missing'],
  ['something', 'device.open-failed'],
])('usb-link "%s" is %s', async (message, id) => {
  const printer = new FakePrinter();
  printer.claimError = new Error(message);
  await expect(usbLink(identity, usbOf(printer)).open(ear().listener)).rejects.toMatchObject({ id });
});

test('usb-link unplugged: a read that fails is a loss, and the printer is found again', async () => {
  const printer = new FakePrinter();
  printer.answers.push(new Error('transferIn error: Disconnected'));
  const link = usbLink(identity, usbOf(printer));
  const { listener, lost } = ear();
  await link.open(listener);
  expect(await lost).toMatchObject({ id: 'device.lost' });
  await link.open(ear().listener);
  await link.close();
});

test('usb-link device.send-timeout: a printer that takes nothing', async () => {
  const printer = new FakePrinter();
  printer.out = () => new Error('transferOut error: Cancelled');
  const link = usbLink(identity, usbOf(printer));
  const { listener, lost } = ear();
  await link.open(listener);
  await expect(link.send(Uint8Array.of(1), 20)).rejects.toMatchObject({ id: 'device.send-timeout' });
  expect(await lost).toMatchObject({ id: 'device.send-timeout' });
  printer.out = () => new Error('transferOut error: Disconnected');
  const again = ear();
  await link.open(again.listener);
  await expect(link.send(Uint8Array.of(1), 20)).rejects.toMatchObject({ id: 'device.not-open' });
  expect(await again.lost).toMatchObject({ id: 'device.lost' });
});
