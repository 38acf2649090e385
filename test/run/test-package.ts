import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractAll, listPackage } from '@electron/asar';
import { createStationClient, webSocketTransport } from '@serialbridge/client';
import { findFiles } from '../package/find-files.ts';
import { loadNative } from '../package/load-native.ts';
import { makeStubElectron, readFuses } from '../package/stub-electron.ts';
import { APPS, packageApp } from '../../scripts/package-app.ts';
import { spawnReady } from '../../scripts/start/spawn-ready.ts';

/**
 * `npm run test:package`: packs both apps with electron-builder around a stub of Electron, opens each asar and runs what is in it in plain Node:
 * the host answers the contract, every native module loads, and each is Node-API, so that Electron's own ABI does not matter.
 */
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
/**
 * runAsNode off, cookies encrypted, NODE_OPTIONS off, inspect off, asar integrity on, only the asar is loaded, no privileges for file://; the rest
 * as Electron has it.
 */
const EXPECTED_FUSES = /^010011.0/u;

async function answersContract(app: string, folder: string): Promise<string> {
  const data = mkdtempSync(join(tmpdir(), 'serialbridge-packed-'));
  const host = await spawnReady(join(folder, 'host.js'), ['--data', data, '--listen', '0']);
  const url = `ws://127.0.0.1:${String(host.ready['listening'])}/contract?token=${String(host.ready['token'])}`;
  const client = createStationClient(webSocketTransport(() => new WebSocket(url)));
  try {
    return await new Promise<string>((resolve, reject) => {
      setTimeout(() => reject(new Error(`the packed host of ${app} did not answer`)), 10_000).unref();
      client.subscribe('station', (state) =>
        resolve(`${state.app}, ops.db synchronous=${state.ops_synchronous}, ${state.sync.state}`),
      );
    });
  } finally {
    client.close();
    await host.stop();
    rmSync(data, { recursive: true, force: true });
  }
}

/** The second is how node-hid's prebuilds still do it: the same ABI, told at load time. */
const isNodeApi = (file: string): boolean =>
  ['napi_register_module_v1', 'napi_module_register'].some((name) => readFileSync(file).includes(name));

async function checkApp(app: keyof typeof APPS, stub: string, scratch: string): Promise<void> {
  packageApp(app, ['--linux', 'dir', '--x64', `-c.electronDist=${stub}`]);
  const packed = join('release', 'dist', app, 'linux-unpacked');
  const fuses = readFuses(readFileSync(join(packed, app)));
  if (!EXPECTED_FUSES.test(fuses)) throw new Error(`fuses of ${app} are ${fuses}, expected ${EXPECTED_FUSES.source}`);
  const asar = join(packed, 'resources', 'app.asar');
  const inside = listPackage(asar, { isPack: false });
  for (const needed of [
    '/main.js',
    '/host.js',
    '/load-thread.cjs',
    '/preload.cjs',
    '/screens/index.html',
    '/label-templates/unit.json',
    '/package.json',
  ]) {
    if (!inside.includes(needed)) throw new Error(`${app}: ${needed} is not in the asar`);
  }
  const folder = join(scratch, app);
  extractAll(asar, folder);
  const natives = findFiles(folder, '.node');
  const foreign = natives.filter((file) => !isNodeApi(file));
  if (natives.length === 0 || foreign.length > 0)
    throw new Error(`${app}: native modules that are not Node-API: ${foreign.join(', ') || 'none found at all'}`);
  const { sqlite, node, hid } = loadNative(folder);
  say(
    `${app}: ${inside.length} entries; fuses ${fuses}; ${natives.length} native files, all Node-API; SQLite ${sqlite}, serialport, usb and ${hid} load in plain Node ${node}`,
  );
  say(`${app}: the packed host answers: ${await answersContract(app, folder)}`);
}

const scratch = mkdtempSync(join(tmpdir(), 'serialbridge-package-'));
try {
  const stub = makeStubElectron(join(scratch, 'electron'));
  for (const app of Object.keys(APPS) as (keyof typeof APPS)[]) await checkApp(app, stub, scratch);
  say('Packaging passed.');
} catch (error) {
  say(`Packaging failed: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
