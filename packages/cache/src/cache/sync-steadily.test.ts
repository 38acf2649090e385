import { mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { syncSteadily } from './sync-steadily.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'serialbridge-steady-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(dir, { recursive: true, force: true });
});

test('snapshot.steady: a file that another thread writes is synced again and again, and not any more once it is told to stop', async () => {
  const path = join(dir, 'cache.next.db');
  writeFileSync(path, 'a page');
  const any = await open(path);
  const datasync = vi.spyOn(Object.getPrototypeOf(any) as typeof any, 'datasync');
  await any.close();
  const steady = syncSteadily(path);
  await expect.poll(() => datasync.mock.calls.length).toBeGreaterThan(2);
  await steady.stop();
  const calls = datasync.mock.calls.length;
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(datasync).toHaveBeenCalledTimes(calls);
});

test.runIf(process.platform === 'linux')('snapshot.steady: a stopped one has let go of the file', async () => {
  const path = join(dir, 'cache.next.db');
  writeFileSync(path, 'a page');
  const held = (): boolean =>
    readdirSync('/proc/self/fd').some((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`) === path;
      } catch {
        return false;
      }
    });
  const steady = syncSteadily(path);
  await expect.poll(held).toBe(true);
  await steady.stop();
  expect(held()).toBe(false);
});

test('snapshot.steady: without a file there is nothing to do', async () => {
  await expect(syncSteadily(join(dir, 'cache.next.db')).stop()).resolves.toBeUndefined();
});
