import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { bundleGuest } from './bundle-guest.ts';
import { guestAgent, type GuestAgent } from './guest-agent.ts';
import { buildInitrd } from './initrd.ts';
import type { Kernel } from './kernel.ts';
import { startQemu, type Qemu } from './qemu.ts';
import { openQmp, type Qmp } from './qmp.ts';

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
