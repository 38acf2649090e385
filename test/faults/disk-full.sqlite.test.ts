import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { openFaultyLine, type FaultyLine } from './faulty-line.ts';
import { smallDisk, type SmallDisk } from './small-disk.ts';

/** A real file system that is really full. */
const SIZE_MIB = 6;
let ends: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ends.toReversed()) await end();
  ends = [];
});

const DISK_FULL = expect.objectContaining({ id: 'ops.disk-full' }) as unknown as Error;
const until = (is: () => boolean): Promise<void> =>
  vi.waitFor(() => expect(is()).toBe(true), { timeout: 10_000, interval: 5 });

async function onSmallDisk(of: 'station' | 'central'): Promise<(FaultyLine & { readonly disk: SmallDisk }) | string> {
  const disk = smallDisk(SIZE_MIB);
  if (typeof disk === 'string') return disk;
  ends.push(() => disk.remove());
  const line = await openFaultyLine(
    of === 'station' ? { dir: join(disk.dir, 'station') } : { data_dir: join(disk.dir, 'central') },
  );
  ends.push(() => line.close());
  await line.settled();
  return Object.assign(line, { disk });
}

/** Scans until the file's own spare room is used up; the first refusal. */
function scanUntilRefused({ scan }: FaultyLine): unknown {
  for (let tries = 0; tries < 2_000; tries += 1) {
    try {
      scan(20);
    } catch (error) {
      return error;
    }
  }
  throw new Error('the disk never became full');
}

test('ops.disk-full: on a full disk a scan is refused aloud and not half recorded; with room again work and sync go on', async (context) => {
  const line = await onSmallDisk('station');
  if (typeof line === 'string') {
    context.skip(line);
    return;
  }
  const { disk, store, scan, edit, settled, faults, loop } = line;
  scan();
  await settled();
  disk.fill();
  expect(scanUntilRefused(line)).toEqual(DISK_FULL);
  const { seq, hash } = store.log.head();
  expect(() => scan()).toThrow(DISK_FULL);
  expect(store.log.head()).toMatchObject({ seq, hash });
  // What was accepted before goes out all the same, or the station says why it does not.
  await edit();
  loop.syncNow();
  await until(() => loop.status().problem?.code === 'sync.disk-full' || store.outbox.backlog() === 0);
  disk.free();
  scan();
  expect(store.log.head().seq).toBe(seq + 3);
  loop.syncNow();
  await settled();
  expect(await faults()).toEqual([]);
});

test('sync.disk-full: a cache that has no room for a snapshot stays as it was, and scans go on', async (context) => {
  const disk = smallDisk(SIZE_MIB);
  if (typeof disk === 'string') {
    context.skip(disk);
    return;
  }
  ends.push(() => disk.remove());
  const line = await openFaultyLine({ dir: join(disk.dir, 'station'), is_offline: true });
  ends.push(() => line.close());
  const { scan, store, settled, faults } = line;
  disk.fill(100 * 1024);
  line.goOnline();
  const { loop } = line;
  await until(() => loop.status().problem?.code === 'sync.disk-full');
  expect(store.cache.state().cursor).toBeNull();
  // Some room is left between the tries: scans are smaller than snapshots.
  await vi.waitFor(() => scan(1), { timeout: 10_000, interval: 20 });
  disk.free();
  loop.syncNow();
  await settled();
  expect(await faults()).toEqual([]);
});

test('central.disk-full: a push to a central without room is told so and not acknowledged; with room again it is taken', async (context) => {
  const line = await onSmallDisk('central');
  if (typeof line === 'string') {
    context.skip(line);
    return;
  }
  const { disk, store, scan, settled, faults, loop, running } = line;
  scan();
  await settled();
  disk.fill();
  await vi.waitFor(
    () => {
      scan(50);
      loop.syncNow();
      expect(loop.status().problem?.code).toBe('central.disk-full');
    },
    { timeout: 20_000, interval: 20 },
  );
  expect(store.outbox.backlog()).toBeGreaterThan(0);
  const { station_id } = line.w.station;
  const stored = await running.central.store.db
    .selectFrom('event')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('station_id', '=', station_id)
    .executeTakeFirstOrThrow();
  expect(store.log.head().seq - store.outbox.backlog()).toBeLessThanOrEqual(stored.n);
  disk.free();
  loop.syncNow();
  await settled();
  expect(await faults()).toEqual([]);
});
