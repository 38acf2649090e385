import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ConnectionState } from '../running/connection.ts';
import { DeviceError } from '../errors/device-error.ts';
import { startZplPrinterEmulator, type ZplPrinterEmulator } from '../emulators/zpl-printer-emulator.ts';
import { type Link, type LinkListener, NO_FACTS } from '../links/link.ts';
import { KNOWN_PROFILES } from '../profiles/known-profiles.ts';
import type { PrinterProfile } from '../profiles/profile.ts';
import { testLabel } from './label-templates.ts';
import { labelZpl } from './label-zpl.ts';
import { layOut } from './lay-out.ts';
import { type PrinterDevice, printerDevice } from './printer-device.ts';

/** No more of a network link than these tests need. */
function netLink(port: number): Link {
  let socket: Socket | null = null;
  let listener: LinkListener | null = null;
  const lost = (from: Socket, error: DeviceError): void => {
    if (socket !== from) return;
    const heard = listener;
    socket = null;
    listener = null;
    from.destroy();
    heard?.lost(error);
  };
  return {
    via: 'tcp',
    open: (next) =>
      new Promise((resolve, reject) => {
        const opening = connect(port, '127.0.0.1', () => {
          socket = opening;
          listener = next;
          resolve(NO_FACTS);
        });
        opening.on('error', () => reject(new DeviceError('device.missing', { path: 'printer' })));
        opening.on('data', (bytes) => listener?.data({ bytes, at: Date.now() }));
        opening.on('close', () => lost(opening, new DeviceError('device.lost', { path: 'printer' })));
      }),
    close: () => {
      const closing = socket;
      socket = null;
      listener = null;
      closing?.destroy();
      return Promise.resolve();
    },
    send: (bytes, timeoutMs) =>
      new Promise((resolve, reject) => {
        const sending = socket;
        if (sending === null) return reject(new DeviceError('device.not-open'));
        const late = setTimeout(() => {
          const error = new DeviceError('device.send-timeout');
          lost(sending, error);
          reject(error);
        }, timeoutMs);
        sending.write(bytes, (error) => {
          clearTimeout(late);
          if (error) reject(new DeviceError('device.not-open', {}, error));
          else resolve();
        });
      }),
  };
}

const profileOf = (id: string): PrinterProfile => KNOWN_PROFILES.get(id) as PrinterProfile;

let printer: ZplPrinterEmulator;
let device: PrinterDevice;
let states: [ConnectionState, string | null][];
let changes: number;

function start(profile = 'zpl-203', timings: { answer_ms?: number; send_ms?: number } = {}): void {
  device = printerDevice(
    {
      config: {
        device_id: 'p1',
        name: 'Printer',
        kind: 'printer',
        link: { type: 'tcp', host: '127.0.0.1', port: printer.port },
      },
      link: netLink(printer.port),
      rescanMs: 30,
      listener: { state: (state, error) => states.push([state, error?.id ?? null]), trace: () => undefined },
      onChanged: () => {
        changes += 1;
      },
      timings: { answer_ms: 3000, obstacle_ms: 20, confirm_ms: 10, send_ms: 15_000, ...timings },
    },
    profileOf(profile),
  );
  device.start();
}
const print = (id: string, zpl = `^XA^FD${id}^FS^XZ`): void => device.print({ job_id: id, title: id, zpl, copies: 1 });
const jobs = (): string[] =>
  device.jobs().map((job) => `${job.job_id} ${job.state}${job.finding === null ? '' : ` ${job.finding.code}`}`);
const until = (expected: readonly string[]): Promise<void> =>
  vi.waitFor(() => expect(jobs()).toEqual(expected), { timeout: 20_000, interval: 5 });
const untilState = (state: ConnectionState, id: string | null): Promise<void> =>
  vi.waitFor(() => expect(states.at(-1)).toEqual([state, id]), { timeout: 20_000, interval: 5 });
const out = (): string[] => printer.printed().map((zpl) => /\^FD(\w+)\^FS/u.exec(zpl)?.[1] ?? zpl);
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

beforeEach(async () => {
  printer = await startZplPrinterEmulator();
  states = [];
  changes = 0;
});
afterEach(async () => {
  await device.stop();
  await printer.stop();
});

test('printer: labels come out once each, in order, and are called printed', async () => {
  start();
  for (const id of ['a', 'b', 'c']) print(id);
  await until(['a printed', 'b printed', 'c printed']);
  expect(out()).toEqual(['a', 'b', 'c']);
  expect(states).toEqual([
    ['opening', null],
    ['opening', null],
    ['open', null],
  ]);
  expect(device.status()).toEqual([]);
  // ready; three times added, sending, sent, printed
  expect(changes).toBe(13);
}, 30_000);

test('printer: a real label, its copies made by the printer', async () => {
  start();
  const label = layOut(testLabel({ printer: 'Dock 2', printed_at: '2026-11-25' }), { dots_per_mm: 8, year: 2026 });
  device.print({ job_id: 't', title: 'Test', zpl: labelZpl(label, 3), copies: 3 });
  await until(['t printed']);
  expect(printer.printed()).toHaveLength(3);
  expect(printer.printed()[0]).toContain('^FDDock 2^FS');
}, 30_000);

test.each([
  ['printer.paper-out', 'paperOut'],
  ['printer.head-open', 'headOpen'],
  ['printer.paused', 'paused'],
  ['printer.ribbon-out', 'ribbonOut'],
  ['printer.buffer-full', 'bufferFull'],
] as const)(
  '%s: the job waits unsent and says why, and is sent when that is over',
  async (id, control) => {
    printer[control](true);
    start();
    print('a');
    print('b');
    await until([`a waiting ${id}`, 'b waiting']);
    await untilState('open', id);
    await sleep(80);
    expect(printer.received()).not.toContain('^XA');
    printer[control](false);
    await until(['a printed', 'b printed']);
    await untilState('open', null);
    expect(out()).toEqual(['a', 'b']);
  },
  30_000,
);

test('printer: without a job it is asked when it comes, and looked after while something is wrong', async () => {
  printer.headOpen(true);
  start();
  await untilState('open', 'printer.head-open');
  printer.headOpen(false);
  await untilState('open', null);
  await sleep(60);
  const asked = printer.received().length;
  await sleep(100);
  expect(printer.received()).toHaveLength(asked);
}, 30_000);

test('printer: a jam leaves the label sent and not printed, and the next one waits', async () => {
  printer.jam(true);
  start();
  print('a');
  print('b');
  await until(['a sent', 'b waiting']);
  await sleep(100);
  expect(jobs()).toEqual(['a sent', 'b waiting']);
  printer.jam(false);
  await until(['a printed', 'b printed']);
}, 30_000);

test('printer.silent: nothing is sent to a printer that does not answer, until it does', async () => {
  printer.silence(true);
  start('zpl-203', { answer_ms: 150 });
  print('a');
  await until(['a waiting printer.silent']);
  await untilState('error', 'printer.silent');
  await expect(device.refresh()).rejects.toMatchObject({ id: 'printer.silent' });
  expect(printer.received()).not.toContain('^XA');
  printer.silence(false);
  await until(['a printed']);
  await untilState('open', null);
}, 30_000);

test('printer: a job waits while the printer is unplugged, and is sent when it is back', async () => {
  start();
  await untilState('open', null);
  await printer.unplug();
  await untilState('lost', 'device.missing');
  print('a');
  await sleep(100);
  expect(jobs()).toEqual(['a waiting']);
  await expect(device.refresh()).rejects.toMatchObject({ id: 'device.not-open' });
  await printer.plug();
  await until(['a printed']);
  expect(out()).toEqual(['a']);
}, 30_000);

/** More than the buffers of both ends hold, so that it is still being sent when something happens. */
const HUGE = `^XA^FDhuge^FS^FX${'x'.repeat(16_000_000)}^XZ`;

test('printer.interrupted: a job cut in mid-send fails, the next goes on, and only a person prints it again', async () => {
  start();
  await untilState('open', null);
  printer.closeAfter(2_000_000);
  print('huge', HUGE);
  print('b');
  await until(['huge failed printer.interrupted', 'b printed']);
  await sleep(100);
  expect(out()).toEqual(['b']);
  device.retry('huge');
  await until(['b printed', 'huge printed']);
  expect(out()).toEqual(['b', 'huge']);
}, 30_000);

test('printer.interrupted: a printer that takes no more bytes', async () => {
  start('zpl-203-no-status', { send_ms: 700 });
  await untilState('open', null);
  printer.stall(true);
  print('huge', HUGE);
  await until(['huge failed printer.interrupted']);
  printer.stall(false);
  print('b');
  await until(['huge failed printer.interrupted', 'b sent']);
  await vi.waitFor(() => expect(out()).toEqual(['b']), { timeout: 20_000 });
}, 30_000);

test('printer.unconfirmed: sent whole, and lost before it was out', async () => {
  start();
  await untilState('open', null);
  printer.jam(true);
  print('a');
  await until(['a sent']);
  await printer.unplug();
  await until(['a sent printer.unconfirmed']);
  printer.jam(false);
  await printer.plug();
  await untilState('open', null);
  await sleep(50);
  expect(jobs()).toEqual(['a sent printer.unconfirmed']);
  expect(out()).toEqual(['a']);
}, 30_000);

test('printer: one that answers nothing by its profile is never asked', async () => {
  start('zpl-203-no-status');
  print('a');
  print('b');
  await until(['a sent', 'b sent']);
  await vi.waitFor(() => expect(out()).toEqual(['a', 'b']));
  expect(printer.received()).not.toContain('~HS');
  expect(device.status()).toBeNull();
  await expect(device.refresh()).rejects.toMatchObject({ id: 'printer.silent' });
}, 30_000);

test('printer: refresh asks now, also while others ask', async () => {
  start();
  await untilState('open', null);
  printer.paused(true);
  expect(await Promise.all([device.refresh(), device.refresh()])).toEqual([['paused'], ['paused']]);
  expect(device.status()).toEqual(['paused']);
  printer.paused(false);
}, 30_000);

test('printer: what cannot be cancelled, retried or queued says so', async () => {
  printer.paperOut(true);
  start();
  print('a');
  print('b');
  expect(() => print('a')).toThrow('printer.job-known');
  expect(() => device.cancel('nobody')).toThrow('printer.unknown-job');
  expect(() => device.retry('a')).toThrow('printer.not-retryable');
  await until(['a waiting printer.paper-out', 'b waiting']);
  device.cancel('a');
  expect(jobs()).toEqual(['a cancelled', 'b waiting printer.paper-out']);
  printer.paperOut(false);
  await until(['a cancelled', 'b printed']);
  expect(() => device.cancel('b')).toThrow('printer.not-cancellable');
  device.retry('a');
  await until(['b printed', 'a printed']);
  expect(out()).toEqual(['b', 'a']);
}, 30_000);

test('printer: stopped and started again it keeps its queue', async () => {
  printer.paperOut(true);
  start();
  print('a');
  await until(['a waiting printer.paper-out']);
  await device.stop();
  expect(jobs()).toEqual(['a waiting']);
  printer.paperOut(false);
  device.start();
  await until(['a printed']);
}, 30_000);
