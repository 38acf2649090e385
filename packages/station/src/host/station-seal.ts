import { execFileSync } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  destroyKeyFile,
  keptKeyFile,
  keyFileSeal,
  readKey,
  sealerWith,
  writeKeyFile,
  type Sealer,
} from '@serialbridge/cache';
import type { StationSeal } from '@serialbridge/cache';

/** A key that Electron's main process keeps for this host with the system; null: the system keeps nothing there. */
export interface GivenKey {
  /** In base64. */
  readonly key: string;
  /** What the system calls what keeps it: `dpapi`, `keychain`, `gnome_libsecret`. */
  readonly detail: string;
}

/** Under which name the system's secret store has the key of this folder. The key itself is never in it. */
const NAME_FILE = 'key.secret-service';
const SERVICE = 'serialbridge-station';
/** The store may ask a person to unlock it; nobody may be there. */
const PATIENCE_MS = 5_000;

/** Runs libsecret's own program, so that its D-Bus protocol is not ours to speak. Null: it is not there, or has nothing. */
function secretTool(args: readonly string[], input?: string): string | null {
  try {
    return execFileSync('secret-tool', args, {
      encoding: 'utf8',
      timeout: PATIENCE_MS,
      stdio: ['pipe', 'pipe', 'ignore'],
      ...(input === undefined ? {} : { input }),
    });
  } catch {
    return null;
  }
}

const attributes = (name: string): readonly string[] => ['service', SERVICE, 'folder', name];

function nameIn(dir: string): string | null {
  try {
    return readFileSync(join(dir, NAME_FILE), 'utf8').trim();
  } catch {
    return null;
  }
}

const byService = (key: Buffer): Sealer => sealerWith({ key, kept_by: 'secret-service', detail: 'libsecret' });

/** The key that the system's store has for this folder; null: none, or the store is not there. */
function keptByService(dir: string): Sealer | null {
  const name = nameIn(dir);
  const key = name === null ? null : readKey(secretTool(['lookup', ...attributes(name)]) ?? '');
  return key === null ? null : byService(key);
}

/** Gives the system's store a new key for this folder, and believes it only when it gives the key back. */
function newByService(dir: string): Sealer | null {
  const name = randomUUID();
  const key = randomBytes(32);
  const text = key.toString('base64');
  if (secretTool(['store', '--label=Serialbridge station', ...attributes(name)], text) === null) return null;
  if (secretTool(['lookup', ...attributes(name)])?.trim() !== text) return null;
  writeKeyFile(join(dir, NAME_FILE), `${name}\n`);
  return byService(key);
}

/**
 * What this station seals its secrets with, the best that there is: Electron's safeStorage, the secret store of a Linux system, a key file. What was
 * sealed with a lesser one is opened with that once more. A key that was in the store and is not to be had now (nobody has signed in to the system,
 * or the folder came from another computer) is not replaced until something new is sealed, so that a store that opens later still opens everything.
 */
export function stationSeal(
  dir: string,
  given: GivenKey | null,
  platform: NodeJS.Platform = process.platform,
): StationSeal {
  const file = keptKeyFile(dir);
  const formerly = (...former: readonly (Sealer | null)[]): Pick<StationSeal, 'former' | 'dropFormer'> => ({
    former: former.filter((one) => one !== null),
    dropFormer: () => destroyKeyFile(dir),
  });
  const fromMain = given === null ? null : readKey(given.key);
  if (given !== null && fromMain !== null) {
    const service = platform === 'linux' ? keptByService(dir) : null;
    return {
      sealer: sealerWith({ key: fromMain, kept_by: 'safe-storage', detail: given.detail }),
      ...formerly(file, service),
    };
  }
  if (platform !== 'linux' || process.env['SERIALBRIDGE_SECRET_STORE'] === 'off') return keyFileSeal(dir);
  const kept = keptByService(dir) ?? (nameIn(dir) === null ? newByService(dir) : null);
  return kept === null ? keyFileSeal(dir) : { sealer: kept, ...formerly(file) };
}
