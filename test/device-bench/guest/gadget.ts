import {
  closeSync,
  constants,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { GadgetSpec } from '../gadget-spec.ts';

const CONFIGFS = '/sys/kernel/config/usb_gadget';

/** A USB device of the guest's own: unplugged until it is given a port, and again after that. */
export interface Gadget {
  plug(): Promise<void>;
  unplug(): void;
  /**
   * Sends one report or piece of bytes after the other, as fast as they are taken. Returns how many were taken in time: a device nobody has opened
   * takes the first one or two and keeps them.
   */
  send(pieces: readonly Uint8Array[], timeoutMs: number): Promise<number>;
  /** All bytes received since the last call. */
  take(): Uint8Array;
}

/** Nothing to read or no room now; ESHUTDOWN: just plugged in, and the system has not switched the device on yet. */
function isLater(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EAGAIN' || error.code === 'ESHUTDOWN');
}

function describe(spec: GadgetSpec): { readonly folder: string; readonly function_folder: string } {
  const folder = join(CONFIGFS, spec.name);
  const set = (file: string, value: string | Uint8Array): void => writeFileSync(join(folder, file), value);
  mkdirSync(folder);
  set('idVendor', `0x${spec.vendor_id}`);
  set('idProduct', `0x${spec.product_id}`);
  set('bcdUSB', '0x0200');
  mkdirSync(join(folder, 'strings/0x409'), { recursive: true });
  set('strings/0x409/serialnumber', spec.serial_number);
  set('strings/0x409/manufacturer', spec.manufacturer);
  set('strings/0x409/product', spec.product);
  mkdirSync(join(folder, 'configs/c.1'));
  const made = join('functions', `${spec.function.type}.${spec.name}`);
  mkdirSync(join(folder, made));
  if (spec.function.type === 'hid') {
    set(join(made, 'protocol'), '0');
    set(join(made, 'subclass'), '0');
    // feature and output reports then come over the control pipe, where the gadget takes them
    set(join(made, 'no_out_endpoint'), '1');
    set(join(made, 'report_length'), String(spec.function.report_length));
    set(join(made, 'report_desc'), Buffer.from(spec.function.descriptor, 'hex'));
  }
  if (spec.function.type === 'printer') set(join(made, 'pnp_string'), spec.function.ieee1284);
  symlinkSync(join(folder, made), join(folder, 'configs/c.1', spec.function.type));
  return { folder, function_folder: join(folder, made) };
}

/** The device's own side in /dev; it exists while the gadget is plugged in. */
function nodeOf(spec: GadgetSpec, functionFolder: string): string {
  if (spec.function.type === 'printer') return '/dev/g_printer0';
  if (spec.function.type === 'acm') return `/dev/ttyGS${readFileSync(join(functionFolder, 'port_num'), 'utf8').trim()}`;
  return `/dev/hidg${readFileSync(join(functionFolder, 'dev'), 'utf8').trim().split(':')[1] ?? ''}`;
}

async function openNode(path: string): Promise<number> {
  for (let tries = 0; ; tries += 1) {
    try {
      return openSync(path, constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOCTTY);
    } catch (error) {
      if (tries > 200) throw error;
      await wait(25);
    }
  }
}

/** Everything that waits. */
function readAll(fd: number): Uint8Array {
  const parts: Buffer[] = [];
  const buffer = Buffer.alloc(64 * 1024);
  try {
    for (let count = readSync(fd, buffer); count > 0; count = readSync(fd, buffer))
      parts.push(Buffer.from(buffer.subarray(0, count)));
  } catch (error) {
    if (!isLater(error)) throw error;
  }
  return Buffer.concat(parts);
}

export function createGadget(spec: GadgetSpec, udc: string): Gadget {
  const { folder, function_folder } = describe(spec);
  let fd: number | null = null;

  /** False: not taken now. */
  const offer = (open: number, piece: Uint8Array): boolean => {
    try {
      const count = writeSync(open, piece);
      if (count !== piece.length) throw new Error(`${spec.name} took ${count} of ${piece.length} bytes`);
      return true;
    } catch (error) {
      if (isLater(error)) return false;
      throw error;
    }
  };

  return {
    async plug() {
      writeFileSync(join(folder, 'UDC'), udc);
      const node = nodeOf(spec, function_folder);
      fd = await openNode(node);
      // a line that echoes would send the station's commands back to it as scans
      if (spec.function.type === 'acm') spawnSync('stty', ['-F', node, 'raw', '-echo']);
    },
    unplug() {
      if (fd !== null) closeSync(fd);
      fd = null;
      writeFileSync(join(folder, 'UDC'), '\n');
    },
    async send(pieces, timeoutMs) {
      if (fd === null) throw new Error(`${spec.name} is not plugged in`);
      const until = Date.now() + timeoutMs;
      let taken = 0;
      while (taken < pieces.length) {
        const piece = pieces[taken];
        if (piece !== undefined && offer(fd, piece)) taken += 1;
        else if (Date.now() > until) break;
        else await wait(1);
      }
      return taken;
    },
    take: () => (fd === null ? Buffer.alloc(0) : readAll(fd)),
  };
}
