import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { KEY_BYTES, sealerWith, type Sealer, type StationSeal } from './sealer.ts';

/** The key itself, in base64, where the system keeps none. */
const KEY_FILE = 'key.file';

/** Writes a small file of a secret, for this user alone, and waits until it is on the disk. */
export function writeKeyFile(path: string, text: string): void {
  // A file that was there keeps the rights that it had; this one is new.
  rmSync(path, { force: true });
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Null: there is none, or it is no key. */
export function readKey(text: string): Buffer | null {
  const key = Buffer.from(text.trim(), 'base64');
  return key.length === KEY_BYTES ? key : null;
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** The sealer of the key that lies in this folder; null: none does. */
export function keptKeyFile(dir: string): Sealer | null {
  const key = readKey(readIfThere(join(dir, KEY_FILE)) ?? '');
  return key === null ? null : sealerWith({ key, kept_by: 'key-file' });
}

/** Overwrites the key before its file goes: a deleted file can be read from a disk. */
export function destroyKeyFile(dir: string): void {
  const path = join(dir, KEY_FILE);
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  if (size === undefined) return;
  const file = openSync(path, 'r+');
  try {
    writeSync(file, randomBytes(size), 0, size, 0);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  rmSync(path, { force: true });
}

/** Seals with a key that lies in a file beside what it seals: better than nothing, against whoever gets ops.db alone. */
export function keyFileSeal(dir: string): StationSeal {
  const nothing = { former: [], dropFormer: () => undefined };
  const kept = keptKeyFile(dir);
  if (kept !== null) return { sealer: kept, ...nothing };
  const key = randomBytes(KEY_BYTES);
  const keep = (): void => writeKeyFile(join(dir, KEY_FILE), `${key.toString('base64')}\n`);
  return { sealer: sealerWith({ key, kept_by: 'key-file', keep }), ...nothing };
}
