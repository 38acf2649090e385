import { readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';

async function holds(folder: string, path: string): Promise<boolean> {
  // another user's process, or one that has just ended
  const fds = await readdir(folder).catch(() => []);
  // a descriptor may be closed between the two calls
  const targets = await Promise.all(fds.map((fd) => readlink(join(folder, fd)).catch(() => '')));
  return targets.includes(path);
}

/**
 * The process other than this one that has the device file open (Linux), or null. hidraw lets any number open a device and
 * gives each of them every report. Processes of other users are not seen: nothing but asking the system's manager would.
 */
export async function holdingProcess(path: string, proc = '/proc'): Promise<number | null> {
  if (!path.startsWith('/dev/')) return null;
  const names = await readdir(proc).catch(() => []);
  for (const name of names) {
    if (!/^\d+$/u.test(name) || Number(name) === process.pid) continue;
    if (await holds(join(proc, name, 'fd'), path)) return Number(name);
  }
  return null;
}
