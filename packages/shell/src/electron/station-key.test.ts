import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { stationKey, type SafeStorage } from './station-key.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'serialbridge-key-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A system that seals for one user of one computer. */
const system = (of: string, backend = 'gnome_libsecret', available = true): SafeStorage => ({
  isEncryptionAvailable: () => available,
  getSelectedStorageBackend: () => backend,
  encryptString: (text) => Buffer.from(`${of}:${Buffer.from(text).toString('hex')}`),
  decryptString: (sealed) => {
    const [who, hex = ''] = sealed.toString().split(':');
    if (who !== of) throw new Error('cannot decrypt');
    return Buffer.from(hex, 'hex').toString();
  },
});

test('seal.safe-storage: the same key at each start, and its file is this user’s alone', () => {
  const first = stationKey(system('me'), folder, 'linux');
  expect(first).toMatchObject({ detail: 'gnome_libsecret' });
  expect(Buffer.from(first?.key ?? '', 'base64')).toHaveLength(32);
  expect(stationKey(system('me'), folder, 'linux')).toEqual(first);
  const path = join(folder, 'key.safe-storage');
  expect(readFileSync(path, 'utf8')).not.toContain(first?.key ?? '?');
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('seal.safe-storage: basic_text counts as unsealed, and so does a system that keeps nothing', () => {
  expect(stationKey(system('me', 'basic_text'), folder, 'linux')).toBeNull();
  expect(stationKey(system('me', 'dpapi', false), folder, 'win32')).toBeNull();
});

test('seal.safe-storage: a key of another computer is put aside', () => {
  const theirs = stationKey(system('them'), folder, 'darwin');
  const mine = stationKey(system('me'), folder, 'darwin');
  expect([mine?.detail, mine?.key === theirs?.key]).toEqual(['keychain', false]);
  expect(readFileSync(join(folder, 'key.safe-storage.unreadable'), 'utf8')).not.toBe('');
});
