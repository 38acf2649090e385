import { join } from 'node:path';
import { build } from 'esbuild';

/** Native packages are loaded from the project's own node_modules, which the guest sees too. */
const NATIVE = ['better-sqlite3', 'node-hid', 'serialport', 'usb', 'usb/*'];

/**
 * One file each for the agent and the station host: an emulated processor takes half a minute to read and strip hundreds of sources. `folder` must lie
 * below the project's node_modules, so that native packages are found from there.
 */
export async function bundleGuest(folder: string): Promise<{ readonly agent: string; readonly station: string }> {
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
  return { agent, station };
}
