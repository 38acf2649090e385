import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What of Electron's safeStorage is needed. */
export interface SafeStorage {
  isEncryptionAvailable(): boolean;
  /** On Linux alone. */
  getSelectedStorageBackend?(): string;
  encryptString(text: string): Buffer;
  decryptString(sealed: Buffer): string;
}

const FILE = 'key.safe-storage';

/** What the system calls what keeps the key; null: it keeps nothing. `basic_text` is a password that everybody knows, so it counts as nothing. */
function backendOf(storage: SafeStorage, platform: NodeJS.Platform): string | null {
  if (!storage.isEncryptionAvailable()) return null;
  if (platform === 'win32') return 'dpapi';
  if (platform === 'darwin') return 'keychain';
  const backend = storage.getSelectedStorageBackend?.() ?? 'unknown';
  return ['basic_text', 'unknown'].includes(backend) ? null : backend;
}

/**
 * The key of a station's secrets, kept in its folder as only this user of this computer can read it. One that cannot be read any more (the folder came
 * from another computer) is put aside, and a new one begins: the host then says that its secrets are sealed elsewhere.
 */
export function stationKey(
  storage: SafeStorage,
  folder: string,
  platform: NodeJS.Platform = process.platform,
): { key: string; detail: string } | null {
  const detail = backendOf(storage, platform);
  if (detail === null) return null;
  const path = join(folder, FILE);
  try {
    return { key: storage.decryptString(Buffer.from(readFileSync(path, 'utf8'), 'base64')), detail };
  } catch (error) {
    const isThere = !(error instanceof Error && 'code' in error && error.code === 'ENOENT');
    if (isThere) renameSync(path, `${path}.unreadable`);
  }
  const key = randomBytes(32).toString('base64');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(path, storage.encryptString(key).toString('base64'), { mode: 0o600, flush: true });
  return { key, detail };
}
