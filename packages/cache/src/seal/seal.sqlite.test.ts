import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { applyEvent } from '@serialbridge/core/ledger';
import { readOutboxFile } from '@serialbridge/protocol/sync';
import { temporaryFolder, type TemporaryFolder } from '@serialbridge/testing/temporary-folder';
import { exportFolder } from '../ops/export-outbox.ts';
import { openStationStore, type StationStore } from '../store/station-store.ts';
import { destroyKeyFile, keptKeyFile } from './key-file.ts';
import { sealerWith, type StationSeal } from './sealer.ts';

const SHIPPED = join(import.meta.dirname, '../../../../test/compat/stores/v1/ops.db.zst');
const CREDENTIAL = 'a-credential-that-nobody-else-has-at-all';
const HASH = 'scrypt$32768$8$1$AAAAAAAAAAAAAAAAAAAAAA$BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB';

let folder: TemporaryFolder;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

const open = (dir = folder.dir, seal?: StationSeal): StationStore =>
  openStationStore({ dir, newId: () => uuidv7(), fold: applyEvent, ...(seal === undefined ? {} : { seal }) });

function pair(store: StationStore): void {
  const identity = {
    central_url: 'http://127.0.0.1:9',
    central_id: uuidv7(),
    central_key: null,
    tenant_id: uuidv7(),
    station_id: uuidv7(),
    station_name: 'Dock 1',
    kind: 'receiving',
    warehouse_id: uuidv7(),
    credential: CREDENTIAL,
    paired_at: 1,
  } as const;
  store.identity.write(identity);
  store.keys.ensure(identity, 1);
  store.pins.write([{ operator_id: uuidv7(), pin_hash: HASH, must_change: false }], 'a test');
}

/** Which of these texts stand in any file of the folder, free pages and logs too. */
function foundIn(dir: string, texts: readonly string[]): string[] {
  const all = readdirSync(dir, { withFileTypes: true }).filter((one) => one.isFile());
  const bytes = all.map(({ name }) => readFileSync(join(dir, name)));
  return texts.filter((text) => bytes.some((one) => one.includes(text)));
}

test('seal.stored: credential, signing key and PINs stand in no file of the folder, and come back at the next start', () => {
  const first = open();
  pair(first);
  const { station_id } = first.identity.read() ?? { station_id: '' };
  const key = first.keys.read(station_id)?.private_key ?? '?';
  expect(foundIn(folder.dir, [CREDENTIAL, key, HASH])).toEqual([]);
  first.close();
  expect(foundIn(folder.dir, [CREDENTIAL, key, HASH])).toEqual([]);
  const again = open();
  expect(again.identity.read()?.credential).toBe(CREDENTIAL);
  expect(again.keys.read(station_id)?.private_key).toBe(key);
  expect(again.pins.madeFrom()).toBe('a test');
  expect([again.seal.kept_by, again.seal.isOpen()]).toEqual(['key-file', true]);
  again.close();
});

test('seal.key-file: the folder and the key are this user’s alone', () => {
  const store = open();
  pair(store);
  expect(statSync(folder.dir).mode & 0o777).toBe(0o700);
  expect(statSync(join(folder.dir, 'key.file')).mode & 0o777).toBe(0o600);
  store.close();
});

test('seal.key-file: a station that has no secret yet writes no key', () => {
  open().close();
  expect(existsSync(join(folder.dir, 'key.file'))).toBe(false);
});

test('seal.migration: what version 1 left in the clear is sealed at the start, and wiped from free pages and from the log', () => {
  const path = join(folder.dir, 'ops.db');
  writeFileSync(path, zstdDecompressSync(readFileSync(SHIPPED)));
  const old = new Database(path);
  const put = old.prepare(`INSERT OR REPLACE INTO identity (name, value) VALUES ('credential', ?)`);
  // The row was written often: its former copies lie in free space.
  for (let n = 0; n < 200; n += 1) put.run(JSON.stringify(CREDENTIAL + 'x'.repeat(n % 50)));
  put.run(JSON.stringify(CREDENTIAL));
  old.close();
  expect(foundIn(folder.dir, [CREDENTIAL])).toEqual([CREDENTIAL]);
  const store = open();
  expect(foundIn(folder.dir, [CREDENTIAL])).toEqual([]);
  expect(store.identity.read()?.credential).toBe(CREDENTIAL);
  expect(store.outbox.backlog()).toBeGreaterThan(0);
  store.close();
});

test('station.key-gone: a folder without its key opens nothing, keeps its events, and exports them under another key', () => {
  const store = open();
  pair(store);
  const { station_id = '' } = store.identity.read() ?? {};
  const { key_id } = store.keys.read(station_id) ?? {};
  store.close();
  const copy = join(folder.dir, 'copy');
  cpSync(folder.dir, `${folder.dir}-copy`, { recursive: true });
  rmSync(join(`${folder.dir}-copy`, 'key.file'));
  cpSync(`${folder.dir}-copy`, copy, { recursive: true });
  rmSync(`${folder.dir}-copy`, { recursive: true });
  const there = open(copy);
  expect(there.identity.read()).toMatchObject({ station_id, credential: '' });
  expect([there.keys.read(station_id), there.pins.madeFrom(), there.seal.isOpen()]).toEqual([null, null, false]);
  there.close();
  // Nothing was sealed there, so no key took the place of the one that may come back.
  expect(existsSync(join(copy, 'key.file'))).toBe(false);
  const [made] = exportFolder(copy, { software: 'test', now: 1 });
  const { file, faults } = readOutboxFile(made?.text ?? '');
  expect(faults).toEqual([]);
  expect(file?.header.key_id).not.toBe(key_id);
});

test('seal.former: what a key file sealed is sealed anew once the system keeps a key, and the file is destroyed', () => {
  const before = open();
  pair(before);
  before.close();
  const { dir } = folder;
  const sealer = sealerWith({ key: Buffer.alloc(32, 7), kept_by: 'secret-service' });
  const file = keptKeyFile(dir);
  const seal = { sealer, former: file === null ? [] : [file], dropFormer: () => destroyKeyFile(dir) };
  const store = open(dir, seal);
  expect([store.identity.read()?.credential, store.pins.madeFrom()]).toEqual([CREDENTIAL, 'a test']);
  store.close();
  expect(existsSync(join(dir, 'key.file'))).toBe(false);
  const alone = open(dir, { sealer, former: [], dropFormer: () => undefined });
  expect([alone.identity.read()?.credential, alone.seal.kept_by]).toEqual([CREDENTIAL, 'secret-service']);
  alone.close();
});

test('seal.other-key: a text that was sealed elsewhere or was changed opens nowhere', () => {
  const mine = sealerWith({ key: Buffer.alloc(32, 1), kept_by: 'key-file' });
  const theirs = sealerWith({ key: Buffer.alloc(32, 2), kept_by: 'key-file' });
  const sealed = mine.seal('secret');
  expect(sealed).not.toContain('secret');
  expect([mine.open(sealed), theirs.open(sealed)]).toEqual(['secret', null]);
  expect(mine.open(`${sealed.slice(0, -2)}AA`)).toBeNull();
  expect(mine.seal('secret')).not.toBe(sealed);
});
