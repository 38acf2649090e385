import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { copyLabelTemplates } from '../../scripts/build-apps.ts';
import type { Socket } from 'node:net';
import { guestAgent, type GuestAgent } from './guest-agent.ts';
import { buildInitrd } from './initrd.ts';
import type { Kernel } from './kernel.ts';
import { type Qemu, startQemu } from './qemu.ts';
import { onLines } from './on-lines.ts';

/** The hand on the machine's own plugs (QMP): devices that come from this side. */
interface Qmp {
  run(execute: string, args?: Readonly<Record<string, unknown>>): Promise<void>;
  /** Adds a device and resolves when it is there. */
  plug(device: Readonly<Record<string, string>>): Promise<void>;
  unplug(id: string): Promise<void>;
}

interface Answer {
  readonly return?: unknown;
  readonly error?: { readonly desc: string };
  readonly QMP?: unknown;
}

/** One command at a time, answered in order. */
async function openQmp(socket: Socket): Promise<Qmp> {
  const waiting: ((answer: Answer) => void)[] = [];
  onLines(socket, (line) => {
    const answer = JSON.parse(line) as Answer;
    if (answer.return !== undefined || answer.error !== undefined) waiting.shift()?.(answer);
  });
  const run: Qmp['run'] = async (execute, args = {}) => {
    const answer = await new Promise<Answer>((answered) => {
      waiting.push(answered);
      socket.write(`${JSON.stringify({ execute, arguments: args })}\n`);
    });
    if (answer.error !== undefined) throw new Error(`${execute}: ${answer.error.desc}`);
  };
  await run('qmp_capabilities');
  return {
    run,
    plug: (device) => run('device_add', device),
    unplug: (id) => run('device_del', { id }),
  };
}

/** Native packages are loaded from the project's own node_modules, which the guest sees too. */
const NATIVE = ['better-sqlite3', 'node-hid', 'serialport', 'usb', 'usb/*'];

/**
 * One file each for the agent and the station host: an emulated processor takes half a minute to read and strip hundreds of sources. `folder` must lie
 * below the project's node_modules, so that native packages are found from there.
 */
async function bundleGuest(folder: string): Promise<{ readonly agent: string; readonly station: string }> {
  const agent = join(folder, 'agent.js');
  const station = join(folder, 'station.js');
  const common = {
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    logLevel: 'warning',
    sourcemap: 'linked',
    external: NATIVE,
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    },
  } as const;
  await build({ ...common, entryPoints: ['test/device-bench/guest/agent.ts'], outfile: agent });
  await build({ ...common, entryPoints: ['apps/shipbridge/src/host.ts'], outfile: station });
  copyLabelTemplates(folder);
  return { agent, station };
}

/** A guest whose agent answers. */
export interface Bench {
  readonly agent: GuestAgent;
  readonly qmp: Qmp;
  readonly qemu: Qemu;
  /** Bundle of the station host, as the guest finds it. */
  readonly station: string;
  readonly boot_s: number;
  stop(): Promise<void>;
}

const BOOT_MS = 180_000;

/** Boots a guest on this machine's own root and waits for its agent; rejects with the console's last lines when it does not come up. */
export async function startBench(tools: {
  readonly qemu: string;
  readonly busybox: string;
  readonly kernel: Kernel;
}): Promise<Bench> {
  const started = performance.now();
  const parent = resolve('node_modules/.cache/device-bench');
  mkdirSync(parent, { recursive: true });
  const bundled = mkdtempSync(join(parent, 'run-'));
  const folder = mkdtempSync(join(tmpdir(), 'serialbridge-guest-'));
  const clear = (): void => {
    for (const made of [bundled, folder]) rmSync(made, { recursive: true, force: true });
  };
  process.once('exit', clear);
  try {
    const bundles = await bundleGuest(bundled);
    const initrd = buildInitrd({
      folder,
      busybox: tools.busybox,
      kernel: tools.kernel,
      command: `'${process.execPath}' '${bundles.agent}'`,
    });
    const qemu = await startQemu({ qemu: tools.qemu, folder, image: tools.kernel.image, initrd });
    const agent = guestAgent(qemu.agent);
    const ready = new Promise<'ready'>((done) =>
      agent.onEvent(({ event }) => {
        if (event === 'ready') done('ready');
      }),
    );
    const late = new Promise<'late'>((done) => {
      setTimeout(() => done('late'), BOOT_MS).unref();
    });
    const outcome = await Promise.race([ready, late, qemu.ended]);
    if (outcome !== 'ready') {
      await qemu.stop();
      throw new Error(`the guest did not come up: ${qemu.console().trim().slice(-1500)}`);
    }
    return {
      agent,
      qemu,
      qmp: await openQmp(qemu.qmp),
      station: bundles.station,
      boot_s: (performance.now() - started) / 1000,
      stop: async () => {
        await qemu.stop();
        clear();
      },
    };
  } catch (error) {
    clear();
    throw error;
  }
}
