import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestStore } from '@serialbridge/testing/cache/store-fixture';
import { temporaryFolder } from '@serialbridge/testing/temporary-folder';
import { discarder, folderDiscarder } from './discard-cache.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());
const fill = (...names: readonly string[]): void => {
  for (const name of names) writeFileSync(join(folder.dir, name), name);
};

test('cache.discard: its place is free at once, and its file is deleted without anybody waiting', async () => {
  fill('cache.db', 'cache.db-wal', 'cache.db-shm');
  const gone = discarder('thread')(join(folder.dir, 'cache.db'));
  expect(readdirSync(folder.dir)).toEqual(['cache.db.gone']);
  fill('cache.db');
  await gone;
  expect(readdirSync(folder.dir)).toEqual(['cache.db']);
});

test('cache.discard: what is not there is no error', async () => {
  for (const mode of ['thread', 'inline'] as const) await discarder(mode)(join(folder.dir, 'cache.next.db'));
  expect(readdirSync(folder.dir)).toEqual([]);
});

test('cache.discard: inline it is deleted in the same step', () => {
  fill('cache.db', 'cache.db-wal');
  void discarder('inline')(join(folder.dir, 'cache.db'));
  expect(readdirSync(folder.dir)).toEqual([]);
});

test('cache.discard: a folder of chunks is free at once too, also while the one before it is still being deleted', async () => {
  const chunks = join(folder.dir, 'cache.next');
  const fillChunks = (): void => {
    mkdirSync(chunks);
    for (let at = 0; at < 50; at += 1) writeFileSync(join(chunks, `${at}.copy.zst`), 'rows');
  };
  for (let time = 0; time < 2; time += 1) {
    fillChunks();
    folderDiscarder('thread')(chunks);
    expect(existsSync(chunks)).toBe(false);
  }
  await expect.poll(() => readdirSync(folder.dir)).toEqual([]);
  fillChunks();
  folderDiscarder('inline')(chunks);
  expect(readdirSync(folder.dir)).toEqual([]);
});

test('cache.discard: what a host that ended had not deleted goes at the next start', async () => {
  fill('cache.db.gone', 'cache.next.db.gone');
  mkdirSync(join(folder.dir, 'cache.next.folder.gone', 'deep'), { recursive: true });
  const store = openTestStore(folder.dir);
  try {
    const left = (): string[] => readdirSync(folder.dir).filter((name) => name.endsWith('.gone'));
    await expect.poll(left).toEqual([]);
    expect(existsSync(join(folder.dir, 'cache.db'))).toBe(true);
  } finally {
    store.close();
  }
});
