import { createReadStream, openSync, readdirSync, readFileSync, writeSync } from 'node:fs';
import { uptime } from 'node:os';
import { onLines } from '../on-lines.ts';
import type { Command, Commands } from './commands.ts';
import { createGadget, type Gadget } from './gadget.ts';
import type * as RawLayer from './raw-list.ts';
import { stationInGuest } from './station-process.ts';
import { timeEach } from './time-each.ts';

/** Runs in the guest: takes one command a line from the other side, and plays USB devices, plugs and a station host. */
const PORTS = '/sys/class/virtio-ports';
const port = readdirSync(PORTS).find((one) => readFileSync(`${PORTS}/${one}/name`, 'utf8').trim() === 'bench.agent');
if (port === undefined) throw new Error('the guest has no port to the bench');
const fd = openSync(`/dev/${port}`, 'r+');

const tell = (message: Readonly<Record<string, unknown>>): void => {
  const bytes = Buffer.from(`${JSON.stringify(message)}\n`);
  for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
};

const gadgets = new Map<string, Gadget>();
const station = stationInGuest(tell);
const bytesOf = (hex: string): Uint8Array => Buffer.from(hex, 'hex');

function gadget(name: string): Gadget {
  const found = gadgets.get(name);
  if (found === undefined) throw new Error(`no gadget ${name}`);
  return found;
}

/** Native libraries load late: a gadget must not wait for them, and what keeps one from loading belongs to the command that needs it. */
const raw = (): Promise<typeof RawLayer> => import('./raw-list.ts');

/** For commands that answer nothing. */
const done = (work: unknown): null => {
  void work;
  return null;
};

const COMMANDS: { readonly [C in Command]: (params: Commands[C]['params']) => Promise<Commands[C]['result']> } = {
  create: async ({ spec, udc }) => done(gadgets.set(spec.name, createGadget(spec, udc))),
  plug: async ({ name }) => done(await gadget(name).plug()),
  unplug: async ({ name }) => done(gadget(name).unplug()),
  send: ({ name, pieces, timeout_ms }) => gadget(name).send(pieces.map(bytesOf), timeout_ms),
  take: async ({ name }) => Buffer.from(gadget(name).take()).toString('hex'),
  raw_list: async () => (await raw()).rawList(),
  raw_hear: async ({ vendor_id, product_id, for_ms }) =>
    (await raw()).rawHear(Number(`0x${vendor_id}`), Number(`0x${product_id}`), for_ms),
  time_bare: async ({ name, vendor_id, product_id, pieces }) => {
    const line = await (await import('./bare-line.ts')).openBareLine(vendor_id, product_id);
    try {
      return await timeEach(gadget(name), pieces.map(bytesOf), () => line.nextData());
    } finally {
      await line.close();
    }
  },
  time_feedback: ({ name, pieces }) => timeEach(gadget(name), pieces.map(bytesOf), () => station.nextFeedback()),
  start_station: async ({ entry, args }) => done(await station.start(entry, args)),
  stop_station: async ({ signal }) => done(await station.stop(signal)),
  open_link: async ({ link }) => done(await station.open(link)),
  send_frame: async ({ link, text }) => done(station.send(link, text)),
  close_link: async ({ link }) => done(station.close(link)),
  tail: async ({ path, bytes }) => readFileSync(path, 'utf8').slice(-bytes),
  end: async () => {
    await station.stop('SIGKILL');
    setTimeout(() => process.exit(0), 10);
    return null;
  },
};

async function answer(line: string): Promise<void> {
  const { id, command, params } = JSON.parse(line) as { id: number; command: Command; params: never };
  try {
    tell({ id, result: await COMMANDS[command](params) });
  } catch (error) {
    tell({ id, error: error instanceof Error ? error.message : String(error) });
  }
}

onLines(createReadStream('', { fd, autoClose: false }), (line) => void answer(line));
tell({ event: 'ready', node: process.versions.node, uptime_s: uptime() });
