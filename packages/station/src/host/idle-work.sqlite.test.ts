import { randomUUID } from 'node:crypto';
import { openStationStore, type StationStore } from '@serialbridge/cache';
import { applyEvent } from '@serialbridge/core/ledger';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { pairedFolder, testHost } from '@serialbridge/testing/station/host-fixture';
import { recordEvents } from '@serialbridge/testing/station/sync-rig';
import { temporaryFolder, type TemporaryFolder } from '@serialbridge/testing/temporary-folder';

const YEAR_MS = 365 * 24 * 3_600_000;
let folder: TemporaryFolder;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  vi.useRealTimers();
  folder.remove();
});

function inStore<T>(work: (store: StationStore) => T): T {
  const store = openStationStore({ dir: folder.dir, newId: () => randomUUID(), fold: applyEvent });
  try {
    return work(store);
  } finally {
    store.close();
  }
}
const countEvents = (): number =>
  inStore((store) => store.outbox.batch(store.log.head().incarnation, 0, { events: 100, bytes: 1e9 }).events.length);

test('retention.idle: a host with nothing to do drops old events that central has in a backup', async () => {
  pairedFolder(folder.dir, []);
  inStore((store) => {
    const { cursor } = store.cache.state();
    if (cursor === null) throw new Error('the cache is empty');
    recordEvents(store, store.identity.read()?.station_id ?? '', 5);
    const { incarnation, seq } = store.log.head();
    store.outbox.acknowledge({ incarnation, durable_seq: seq, epoch: cursor.epoch, version: 2, outcomes: [], at: 1 });
    store.cache.apply([], { ...cursor, version: 2 });
    store.retention.noteBackedUp([{ incarnation, seq }]);
  });
  expect(countEvents()).toBe(5);
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const host = testHost(folder.dir, { now: () => YEAR_MS });
  vi.advanceTimersByTime(60_000);
  await host.close();
  // The last one stays: the next one's hash follows from it.
  expect(countEvents()).toBe(1);
});
