import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join('node_modules', 'electron');
const DOWNLOAD_PATIENCE_MS = 20_000;

function installed(): string | null {
  const pathFile = join(FOLDER, 'path.txt');
  if (!existsSync(pathFile)) return null;
  const dist = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(FOLDER, 'dist');
  const binary = join(dist, readFileSync(pathFile, 'utf8'));
  return existsSync(binary) ? binary : null;
}

/** True where a window can be shown at all. */
function hasDisplay(): boolean {
  return process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
}

export type Electron = { readonly binary: string } | { readonly absent: string };

/** Electron's binary; fetched if it is not there, within a short time. It says why not instead of failing: the browser shows the same screens. */
export function findElectron(): Electron {
  if (!hasDisplay()) return { absent: 'this machine has no display' };
  const present = installed();
  if (present !== null) return { binary: present };
  const fetched = spawnSync(process.execPath, [join(FOLDER, 'install.js')], {
    timeout: DOWNLOAD_PATIENCE_MS,
    stdio: 'ignore',
  });
  const binary = fetched.status === 0 ? installed() : null;
  return binary === null ? { absent: 'its binary is not here and cannot be downloaded' } : { binary };
}
