import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where Electron keeps its fuses in its binary: this sentinel, wire version 1, the number of fuses, one digit each (electron/fuses). */
const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const FUSES = 9;
/** As Electron ships them: its own defaults, so that packing must turn some off. */
const FUSES_OF_ELECTRON = '101100011';

/**
 * A folder that electron-builder takes for an unpacked Electron of Linux: no Electron in it, but with the fuse wire, so that packing sets real
 * fuses and the test can read them back.
 */
export function makeStubElectron(folder: string): string {
  mkdirSync(join(folder, 'resources'), { recursive: true });
  mkdirSync(join(folder, 'locales'), { recursive: true });
  writeFileSync(
    join(folder, 'electron'),
    `#!/bin/sh\nexit 0\n${FUSE_SENTINEL}\u0001${String.fromCodePoint(FUSES)}${FUSES_OF_ELECTRON}`,
    { mode: 0o755 },
  );
  writeFileSync(join(folder, 'version'), '45.4.1');
  for (const name of ['chrome-sandbox', 'LICENSE', 'LICENSES.chromium.html']) writeFileSync(join(folder, name), '');
  return folder;
}

/** The fuses as set in a packed binary, in Electron's order: '0' off, '1' on. */
export function readFuses(binary: Buffer): string {
  const at = binary.indexOf(FUSE_SENTINEL);
  if (at < 0) throw new Error('the packed binary has no fuse wire');
  const start = at + FUSE_SENTINEL.length + 2;
  return binary.toString('latin1', start, start + FUSES);
}
