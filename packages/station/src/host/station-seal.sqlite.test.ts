import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keyFileSeal } from '@serialbridge/cache';
import { temporaryFolder, type TemporaryFolder } from '@serialbridge/testing/temporary-folder';
import { stationSeal } from './station-seal.ts';

/** A store in a file, with the words of libsecret's program. */
const SECRET_TOOL = `#!/bin/sh
[ -e "$STORE.locked" ] && exit 1
case "$1" in
  store) cat > "$STORE.$(echo "$*" | sed 's/.*folder //')" ;;
  lookup) cat "$STORE.$(echo "$*" | sed 's/.*folder //')" ;;
esac
`;

let folder: TemporaryFolder;
let dir = '';
let store = '';
beforeEach(() => {
  folder = temporaryFolder();
  dir = join(folder.dir, 'station');
  const bin = join(folder.dir, 'bin');
  store = join(folder.dir, 'store');
  mkdirSync(dir);
  mkdirSync(bin);
  writeFileSync(join(bin, 'secret-tool'), SECRET_TOOL);
  chmodSync(join(bin, 'secret-tool'), 0o755);
  vi.stubEnv('PATH', `${bin}:${process.env['PATH'] ?? ''}`);
  vi.stubEnv('STORE', store);
  vi.stubEnv('SERIALBRIDGE_SECRET_STORE', undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
  folder.remove();
});

test('seal.secret-service: the system’s store keeps the key, and the folder only its name there', () => {
  const { sealer } = stationSeal(dir, null, 'linux');
  const sealed = sealer.seal('secret');
  expect(sealer.kept_by).toBe('secret-service');
  const name = readFileSync(join(dir, 'key.secret-service'), 'utf8').trim();
  expect(readFileSync(`${store}.${name}`, 'utf8')).not.toContain(name);
  expect(existsSync(join(dir, 'key.file'))).toBe(false);
  expect(stationSeal(dir, null, 'linux').sealer.open(sealed)).toBe('secret');
});

test('seal.secret-service: a store that is locked opens nothing and loses nothing', () => {
  const sealed = stationSeal(dir, null, 'linux').sealer.seal('secret');
  writeFileSync(`${store}.locked`, '');
  const locked = stationSeal(dir, null, 'linux').sealer;
  expect([locked.kept_by, locked.open(sealed)]).toEqual(['key-file', null]);
  rmSync(`${store}.locked`);
  expect(stationSeal(dir, null, 'linux').sealer.open(sealed)).toBe('secret');
});

test('seal.key-file: without a store, or told to do without, the key is a file', () => {
  vi.stubEnv('SERIALBRIDGE_SECRET_STORE', 'off');
  expect(stationSeal(dir, null, 'linux').sealer.kept_by).toBe('key-file');
  vi.stubEnv('SERIALBRIDGE_SECRET_STORE', undefined);
  writeFileSync(`${store}.locked`, '');
  expect(stationSeal(dir, null, 'linux').sealer.kept_by).toBe('key-file');
  expect(stationSeal(dir, null, 'win32').sealer.kept_by).toBe('key-file');
});

test('seal.safe-storage: the key that Electron’s main process keeps goes before all, and opens what a key file sealed', () => {
  const sealed = keyFileSeal(dir).sealer.seal('secret');
  const given = { key: Buffer.alloc(32, 5).toString('base64'), detail: 'dpapi' };
  const { sealer, former, dropFormer } = stationSeal(dir, given, 'win32');
  expect([sealer.kept_by, sealer.detail, sealer.open(sealed)]).toEqual(['safe-storage', 'dpapi', null]);
  expect(former.map((one) => one.open(sealed))).toEqual(['secret']);
  dropFormer();
  expect(existsSync(join(dir, 'key.file'))).toBe(false);
});
