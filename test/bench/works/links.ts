import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ptyPair } from '@serialbridge/devices/emulators';
import type { DeviceLink } from '@serialbridge/protocol/station';
import { SerialPort } from 'serialport';
import { WebSocket, WebSocketServer } from 'ws';
import { check, type Bench, type BenchLine } from '../bench.ts';
import { formatMs } from '../format-table.ts';
import { quantile } from '@serialbridge/testing/statistics';
import { fillStation } from '../support/filled-station.ts';
import { openHost } from '../support/station-host.ts';

const WARM_UP = 50;
const UNITS = 100_000;

/** The far end of a scanner's line. */
interface ScannerEnd {
  readonly send: (text: string) => void;
  readonly close: () => Promise<void>;
}

/** A kind of line: how the station is told of it, its far end, and the same line with nobody but a listener on it. */
interface Line {
  readonly name: string;
  readonly link: DeviceLink;
  readonly end: () => Promise<ScannerEnd>;
  readonly bare: (heard: () => void) => Promise<ScannerEnd>;
  readonly close: () => Promise<void>;
}

const openPort = async (path: string): Promise<SerialPort> => {
  const port = new SerialPort({ path, baudRate: 115_200, autoOpen: false });
  await new Promise<void>((resolve, reject) => port.open((error) => (error ? reject(error) : resolve())));
  return port;
};
const closePort = (port: SerialPort): Promise<void> => new Promise((resolve) => port.close(() => resolve()));

const endOf = async (path: string): Promise<ScannerEnd> => {
  const port = await openPort(path);
  return { send: (text) => void port.write(text), close: () => closePort(port) };
};

/** Tells of every CR in what is heard. */
const atSuffix =
  (heard: () => void) =>
  (bytes: Buffer): void => {
    if (bytes.includes(0x0d)) heard();
  };

async function serialLine(dir: string): Promise<Line> {
  const wire = await ptyPair(join(dir, 'scanner'), join(dir, 'station'));
  const bareWire = await ptyPair(join(dir, 'bare-scanner'), join(dir, 'bare-station'));
  return {
    name: 'serial (pty)',
    link: { type: 'serial', path: wire.station_path, baud: 115_200 },
    end: () => endOf(wire.device_path),
    bare: async (heard) => {
      const listening = await openPort(bareWire.station_path);
      listening.on('data', atSuffix(heard));
      const end = await endOf(bareWire.device_path);
      return { send: end.send, close: async () => void (await Promise.all([end.close(), closePort(listening)])) };
    },
    close: async () => void (await Promise.all([wire.unplug(), bareWire.unplug()])),
  };
}

/** A device behind a serial server: whoever is connected gets what it sends. */
async function serve(): Promise<ScannerEnd & { readonly port: number }> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    send: (text) => {
      for (const socket of sockets) socket.write(text);
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function tcpLine(): Promise<Line> {
  const [end, bareEnd] = await Promise.all([serve(), serve()]);
  return {
    name: 'network (TCP)',
    link: { type: 'tcp', host: '127.0.0.1', port: end.port },
    end: () => Promise.resolve(end),
    bare: async (heard) => {
      const listening = connect({ host: '127.0.0.1', port: bareEnd.port, noDelay: true });
      await new Promise<void>((resolve) => listening.once('connect', () => resolve()));
      listening.on('data', atSuffix(heard));
      return bareEnd;
    },
    close: () => Promise.resolve(),
  };
}

/** One after the other: sends a code, waits until it is told of, and says how long that took. */
async function measure(
  count: number,
  end: ScannerEnd,
  heard: (done: () => void) => void,
  textOf: (n: number) => string,
) {
  const times: number[] = [];
  for (let n = 0; n < WARM_UP + count; n += 1) {
    const { promise, resolve } = Promise.withResolvers<void>();
    heard(resolve);
    const from = performance.now();
    end.send(`]C0${textOf(n)}\r`);
    await promise;
    if (n >= WARM_UP) times.push(performance.now() - from);
  }
  return times;
}

function lineOf(name: string, count: number, floor: readonly number[], measured: readonly number[]): BenchLine {
  const p99 = quantile(measured, 0.99);
  return {
    work: `scan → verdict, ${name}`,
    size: `${count} scans, ${UNITS} units`,
    floor_ms: quantile(floor, 0.99),
    floor_what: 'p99 the bare link',
    measured_ms: p99,
    measured_what: 'p99, recorded',
    goal: 'p99 ≤ 50 ms',
    met: p99 <= 50,
    notes: [`p50 ${formatMs(quantile(measured, 0.5))}, the bare link p50 ${formatMs(quantile(floor, 0.5))}`],
  };
}

type Warehouse = Awaited<ReturnType<typeof fillStation>>;

async function benchLine(line: Line, count: number, dir: string, w: Warehouse): Promise<BenchLine> {
  const { host } = await openHost(dir, w, undefined, [
    { device_id: 'scanner', name: 'Scanner', kind: 'scanner', link: line.link },
  ]);
  let done: (() => void) | null = null;
  const levels: string[] = [];
  host.onSignal((signal, payload) => {
    if (signal !== 'feedback') return;
    levels.push((payload as { level: string }).level);
    done?.();
  });
  const end = await line.end();
  const bareEnd = await line.bare(() => done?.());
  try {
    const state = (): string => (host.state('station') as { devices: { state: string }[] }).devices[0]?.state ?? '';
    while (state() !== 'open') await new Promise((resolve) => setTimeout(resolve, 20));
    const heard = (next: () => void): void => void (done = next);
    const floor = await measure(count, bareEnd, heard, (n) => `BARE${String(n).padStart(8, '0')}`);
    levels.length = 0;
    const name = line.name.slice(0, 3).toUpperCase();
    const measured = await measure(count, end, heard, (n) => `${name}${String(n * 7919).padStart(9, '0')}`);
    const recorded = levels.filter((level) => level === 'accepted' || level === 'warning').length;
    check(recorded === WARM_UP + count, `${WARM_UP + count} scans, ${recorded} recorded over ${line.name}`);
    return lineOf(line.name, count, floor, measured);
  } finally {
    await Promise.all([end.close(), bareEnd.close()]);
    await host.close();
    await line.close();
  }
}

/** The keyboard wedge's way: a frame of the screen to the host and its answer, beside the same frame echoed. */
async function benchScreen(count: number, dir: string, w: Warehouse): Promise<BenchLine> {
  const { host, scan } = await openHost(dir, w);
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await new Promise((resolve) => server.once('listening', resolve));
  server.on('connection', (socket) => {
    socket.on('message', (data: Buffer) => {
      const { text, bare } = JSON.parse(data.toString()) as { text: string; bare: boolean };
      if (bare) socket.send(data.toString());
      else void scan(text).then((feedback) => socket.send(JSON.stringify(feedback)));
    });
  });
  const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  await new Promise((resolve) => socket.once('open', resolve));
  let done: (() => void) | null = null;
  socket.on('message', () => done?.());
  const screenEnd = (bare: boolean): ScannerEnd => ({
    send: (text) => socket.send(JSON.stringify({ text: text.slice(3, -1), bare })),
    close: () => Promise.resolve(),
  });
  try {
    const heard = (next: () => void): void => void (done = next);
    const floor = await measure(count, screenEnd(true), heard, (n) => `BARE${String(n).padStart(8, '0')}`);
    const measured = await measure(count, screenEnd(false), heard, (n) => `KEY${String(n * 7919).padStart(9, '0')}`);
    return lineOf('keyboard (WebSocket)', count, floor, measured);
  } finally {
    socket.close();
    server.close();
    await host.close();
  }
}

/** From the last byte of a code on a line to its verdict, recorded on disk, beside the same line with only a listener on it. */
export const benchLinks: Bench = async ({ quick, scratch, say }) => {
  const count = quick ? 300 : 2_000;
  const lines: BenchLine[] = [];
  for (const [index, make] of [serialLine, tcpLine, null].entries()) {
    const dir = join(scratch, `links-${index}`);
    mkdirSync(dir);
    const w = await fillStation(dir, UNITS, say);
    lines.push(make === null ? await benchScreen(count, dir, w) : await benchLine(await make(dir), count, dir, w));
  }
  return lines;
};
