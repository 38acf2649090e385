import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { mayInstallPackages, updatePackageLists } from '../run/apt-packages.ts';

/** A kernel and the modules the bench needs, in the order in which they load. */
export interface Kernel {
  readonly version: string;
  readonly image: string;
  readonly modules: readonly string[];
}

/** What the guest needs beyond what Debian's kernel has built in. */
const WANTED = [
  'virtio_pci',
  '9pnet_virtio',
  '9p',
  'virtio_console',
  'usbhid',
  'hid-generic',
  'cdc-acm',
  'ftdi_sio',
  'usblp',
  'xhci-pci',
  'dummy_hcd',
  'usb_f_hid',
  'usb_f_acm',
  'usb_f_printer',
] as const;

const CACHE = resolve('node_modules/.cache/device-bench');

function output(command: string, args: readonly string[], cwd?: string): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    ...(cwd === undefined ? {} : { cwd }),
  });
  if (status !== 0) throw new Error(`${command} ${args[0] ?? ''}: ${error?.message ?? stderr.trim()}`);
  return stdout;
}

/** Debian's newest kernel package of this machine's release. */
function packageName(): string {
  const found = /Depends: (linux-image-[0-9]\S*)/u.exec(output('apt-cache', ['depends', 'linux-image-amd64']));
  if (found?.[1] === undefined) throw new Error('apt-cache knows no linux-image-amd64; run apt-get update');
  return found[1];
}

/** `modules.dep` names what a module needs deepest last. */
function loadOrder(root: string, version: string): readonly string[] {
  const lib = join(root, 'lib/modules', version);
  output('depmod', ['-b', root, version]);
  const needs = new Map<string, readonly string[]>();
  for (const line of readFileSync(join(lib, 'modules.dep'), 'utf8').split('\n')) {
    const [path = '', rest = ''] = line.split(':');
    needs.set(basename(path).replace(/\.ko.*$/u, ''), [path, ...rest.split(' ').filter((one) => one !== '')]);
  }
  const order = new Set<string>();
  for (const name of WANTED) {
    const chain = needs.get(name);
    if (chain === undefined) throw new Error(`kernel ${version} has no module ${name}`);
    for (const path of chain.toReversed()) order.add(join(lib, path));
  }
  return [...order];
}

/** Newer Debian kernels keep their modules compressed; busybox loads them plain. */
function place(module: string, target: string): void {
  if (module.endsWith('.xz')) {
    copyFileSync(module, `${target}.xz`);
    output('xz', ['-d', `${target}.xz`]);
  } else copyFileSync(module, target);
}

/** Modules lie in lib/modules, on a merged /usr in usr/lib/modules; depmod looks where its own release has them. */
function bothPlaces(root: string): void {
  if (!existsSync(join(root, 'lib'))) symlinkSync('usr/lib', join(root, 'lib'));
  mkdirSync(join(root, 'usr/lib'), { recursive: true });
  if (!existsSync(join(root, 'usr/lib/modules'))) symlinkSync('../../lib/modules', join(root, 'usr/lib/modules'));
}

function unpack(name: string, folder: string): void {
  const work = mkdtempSync(join(CACHE, 'unpack-'));
  try {
    output('apt-get', ['download', '-qq', name], work);
    const deb = readdirSync(work).find((file) => file.endsWith('.deb'));
    if (deb === undefined) throw new Error(`apt-get download brought no ${name}`);
    const root = join(work, 'root');
    output('dpkg-deb', ['-x', join(work, deb), root]);
    bothPlaces(root);
    const version = name.replace('linux-image-', '');
    const kept = join(work, 'kept');
    mkdirSync(kept);
    copyFileSync(join(root, 'boot', `vmlinuz-${version}`), join(kept, 'vmlinuz'));
    for (const [at, module] of loadOrder(root, version).entries()) {
      const file = basename(module).replace(/\.ko.*$/u, '.ko');
      place(module, join(kept, `${String(at).padStart(2, '0')}-${file}`));
    }
    renameSync(kept, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function fetchNewest(): string {
  const name = packageName();
  unpack(name, join(CACHE, name));
  return name;
}

function fetchKernel(): string {
  try {
    return fetchNewest();
  } catch (error) {
    if (!mayInstallPackages()) throw error;
    // no lists yet, or lists so old that the package is gone from the archive
    updatePackageLists();
    return fetchNewest();
  }
}

/**
 * Debian's kernel, unpacked beside the project and never installed: fetched once, kept in node_modules/.cache. Throws with the reason when it cannot be
 * had.
 */
export function gatherKernel(): Kernel {
  mkdirSync(CACHE, { recursive: true });
  const kept = readdirSync(CACHE).filter((name) => name.startsWith('linux-image-'));
  const name = kept.toSorted().at(-1) ?? fetchKernel();
  const folder = join(CACHE, name);
  const modules = readdirSync(folder).filter((file) => file.endsWith('.ko'));
  return {
    version: name.replace('linux-image-', ''),
    image: join(folder, 'vmlinuz'),
    modules: modules.toSorted().map((file) => join(folder, file)),
  };
}
