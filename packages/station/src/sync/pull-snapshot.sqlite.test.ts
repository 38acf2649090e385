import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LoaderMode, StationStore } from '@serialbridge/cache';
import { FakeCentral } from '@serialbridge/testing/station/fake-central';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { temporaryFolder, type TemporaryFolder } from '@serialbridge/testing/temporary-folder';
import { loopOf, PULL_LOOP, openSyncStore, pairTo, recordEvents } from '@serialbridge/testing/station/sync-rig';
import type { SyncLoop } from './sync-loop.ts';

vi.setConfig({ testTimeout: 60_000 });
const CHUNKS = 6;
const ROWS = 40;

let folder: TemporaryFolder;
let central: FakeCentral;
let central_url: string;
let store: StationStore;
let loop: SyncLoop | null;

const fetchedFolder = (): string => join(folder.dir, 'cache.next');
const kept = (): string[] =>
  existsSync(fetchedFolder()) ? readdirSync(fetchedFolder()).filter((name) => name.endsWith('.copy.zst')) : [];
const vendors = (): number => store.read.all('SELECT vendor_id FROM live_vendor').length;
const until = (is: () => boolean): Promise<void> =>
  vi.waitFor(() => expect(is()).toBe(true), { timeout: 20_000, interval: 5 });

function open(loader: LoaderMode = 'thread'): void {
  store = openSyncStore(folder.dir, loader);
  if (store.identity.read() !== null) return;
  pairTo(store, central, central_url);
}
function start(): void {
  loop = loopOf(store);
  loop.start();
}
async function close(): Promise<void> {
  await loop?.stop();
  loop = null;
  store.close();
}
/** Fetched until nothing more is answered, then ended as a restart ends it. */
async function fetchPart(chunks: number): Promise<void> {
  central.chunksAnswered = chunks;
  open();
  start();
  await until(() => kept().length === chunks && central.chunksAsked.includes(chunks));
  await close();
  central.chunksAnswered = Number.POSITIVE_INFINITY;
  central.chunksAsked.length = 0;
}

beforeEach(async () => {
  folder = temporaryFolder();
  loop = null;
  central = new FakeCentral();
  central_url = await central.listen();
  central.snapshotRows = Array.from({ length: CHUNKS }, (_, chunk) => [
    'vendor',
    Array.from({ length: ROWS }, (__, row) => ({
      vendor_id: `018f0000-0000-7000-8000-${String(chunk * ROWS + row).padStart(12, '0')}`,
      code: `V${chunk}-${row}`,
      name: 'Vendor',
    })),
  ]);
});
afterEach(async () => {
  await close();
  await central.close();
  folder.remove();
});

test('snapshot.resume: after kill -9 in mid-pull, only what was not fetched yet is asked for', async () => {
  central.chunksAnswered = 4;
  open();
  await close();
  const child = spawn(process.execPath, [PULL_LOOP, folder.dir], { stdio: 'ignore' });
  await until(() => kept().length === 4 && central.chunksAsked.includes(4));
  child.kill('SIGKILL');
  await once(child, 'exit');
  // As a process leaves it that dies while it writes a chunk.
  writeFileSync(join(fetchedFolder(), 'part'), 'half');
  central.chunksAnswered = Number.POSITIVE_INFINITY;
  central.chunksAsked.length = 0;
  open();
  expect(vendors()).toBe(0);
  start();
  await until(() => vendors() === CHUNKS * ROWS);
  expect(central.chunksAsked).toEqual([4, 5]);
  expect(existsSync(fetchedFolder())).toBe(false);
  await until(() => !readdirSync(folder.dir).some((name) => name.startsWith('cache.next')));
});

test('snapshot.resume: a snapshot that central lost is taken anew, and chunks with the same content are not fetched again', async () => {
  await fetchPart(4);
  central.snapshot = null;
  central.version += 1;
  central.snapshotRows = central.snapshotRows.map(([entity, rows], chunk) => [
    entity,
    chunk === 1 ? rows.slice(1) : rows,
  ]);
  open();
  start();
  await until(() => vendors() === CHUNKS * ROWS - 1);
  expect(central.chunksAsked).toEqual([1, 4, 5]);
  expect(store.cache.state().cursor?.version).toBe(central.version);
});

test('snapshot.epoch: one begun in an epoch that is over is not gone on with, though central still has it', async () => {
  await fetchPart(4);
  central.epoch = randomUUID();
  central.version += 1;
  open();
  start();
  await until(() => store.cache.state().cursor?.epoch === central.epoch);
  expect(vendors()).toBe(CHUNKS * ROWS);
  // The one of before never took the place of the cache: it would have been put aside.
  expect(readdirSync(folder.dir).filter((name) => name.startsWith('cache.lost'))).toEqual([]);
});

test('snapshot.damaged: a kept chunk that is not what its hash says is fetched again', async () => {
  await fetchPart(3);
  const [first = ''] = kept();
  const path = join(fetchedFolder(), first);
  const bytes = readFileSync(path);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  writeFileSync(path, bytes);
  open();
  start();
  await until(() => vendors() === CHUNKS * ROWS);
  expect(central.chunksAsked.filter((chunk) => chunk < 3)).toHaveLength(1);
  expect(central.chunksAsked.filter((chunk) => chunk >= 3)).toEqual([3, 4, 5]);
});

test('snapshot.stale: a folder that is no snapshot, or one that the cache has reached, is thrown away at start', async () => {
  mkdirSync(fetchedFolder());
  writeFileSync(join(fetchedFolder(), 'manifest.json'), '{"snapshot_id":5}');
  writeFileSync(join(fetchedFolder(), `${'a'.repeat(64)}.copy.zst`), 'x');
  open();
  expect(existsSync(fetchedFolder())).toBe(false);
  start();
  await until(() => vendors() === CHUNKS * ROWS);
  await close();
  mkdirSync(fetchedFolder());
  writeFileSync(join(fetchedFolder(), 'manifest.json'), JSON.stringify(central.snapshot));
  open();
  expect(existsSync(fetchedFolder())).toBe(false);
  expect(vendors()).toBe(CHUNKS * ROWS);
});

test.runIf(existsSync('/dev/full')).each(['thread', 'inline'] as const)(
  'sync.disk-full: is reported, the cache in use stays, the outbox is sent, and with room again the snapshot is taken (%s)',
  async (loader) => {
    open(loader);
    start();
    await until(() => vendors() === CHUNKS * ROWS && loop?.status().state === 'online');
    mkdirSync(fetchedFolder());
    symlinkSync('/dev/full', join(fetchedFolder(), 'part'));
    central.epoch = randomUUID();
    central.snapshotRows = central.snapshotRows.slice(0, 2).map(([entity, rows]) => [entity, rows.slice(1)]);
    loop?.syncNow();
    await until(() => loop?.status().problem?.code === 'sync.disk-full');
    expect(vendors()).toBe(CHUNKS * ROWS);
    recordEvents(store, central.station_id, 1);
    loop?.recorded();
    await until(() => store.outbox.backlog() === 0);
    expect(central.events).toHaveLength(1);
    rmSync(join(fetchedFolder(), 'part'), { force: true });
    loop?.syncNow();
    await until(() => vendors() === 2 * (ROWS - 1));
    expect(loop?.status()).toMatchObject({ problem: null, pull: null });
  },
);

test('snapshot.progress: rows and bytes are reported while it is fetched', async () => {
  central.chunksAnswered = 2;
  open();
  start();
  await until(() => loop?.status().pull?.rows === 2 * ROWS);
  const sizes = central.snapshot?.chunks.map(({ bytes }) => bytes) ?? [];
  expect(loop?.status().pull).toEqual({
    rows: 2 * ROWS,
    total: CHUNKS * ROWS,
    bytes: (sizes[0] ?? 0) + (sizes[1] ?? 0),
    total_bytes: sizes.reduce((sum, bytes) => sum + bytes, 0),
  });
});
