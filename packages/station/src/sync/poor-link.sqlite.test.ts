import { randomUUID } from 'node:crypto';
import type { StationStore } from '@serialbridge/cache';
import { FakeCentral } from '@serialbridge/testing/station/fake-central';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { temporaryFolder, type TemporaryFolder } from '@serialbridge/testing/temporary-folder';
import { poorLink, type PoorLink } from '@serialbridge/testing/station/poor-link';
import { loopOf, openSyncStore, pairTo, recordEvents, vendorPut } from '@serialbridge/testing/station/sync-rig';
import type { SyncLoop } from './sync-loop.ts';
import { REAL_PORTS, type SyncPorts } from './sync-ports.ts';

vi.setConfig({ testTimeout: 30_000 });

/** Time runs a hundred times as fast: 30 s of waiting are 0.3 s, and 1 byte a millisecond is a link of 10 bytes a second. */
const FASTER = 100;
const ports: SyncPorts = {
  ...REAL_PORTS,
  timeout: (ms) => REAL_PORTS.timeout(Math.ceil(ms / FASTER)),
  after: (ms, work) => REAL_PORTS.after(ms / FASTER, work),
};
const now = (): number => 1_700_000_000_000 + Math.round(performance.now() * FASTER);

let folder: TemporaryFolder;
let central: FakeCentral;
let store: StationStore;
let link: PoorLink;
let loop: SyncLoop | null = null;

beforeEach(() => {
  folder = temporaryFolder();
  central = new FakeCentral();
  store = openSyncStore(folder.dir);
});
afterEach(async () => {
  await loop?.stop();
  store.close();
  await link.close();
  await central.close();
  folder.remove();
});

async function startOver(limits: Parameters<typeof poorLink>[1]): Promise<void> {
  link = await poorLink(await central.listen(), limits);
  pairTo(store, central, link.url);
  loop = loopOf(store, { now, ports });
  loop.start();
}

function record(count: number, name: string): void {
  recordEvents(store, central.station_id, count, vendorPut(name));
  loop?.recorded();
}
const until = (is: () => boolean): Promise<void> =>
  vi.waitFor(() => expect(is()).toBe(true), { timeout: 20_000, interval: 5 });
const isSent = (count: number): boolean =>
  store.outbox.backlog() === 0 &&
  central.events.length === count &&
  central.events.every(({ seq }, index) => seq === index + 1);

test('sync.pace: a link that is cut after 40 KB carries an outbox of half a megabyte', async () => {
  record(800, 'x');
  await startOver({ cut_after_bytes: 40_000, bytes_per_ms: null });
  await until(() => isSent(800));
  expect(link.cuts()).toBeGreaterThan(0);
});

test('sync.pace: a link of 2 KB/s carries an outbox that it could not carry in the time of one answer', async () => {
  record(300, 'x');
  await startOver({ cut_after_bytes: null, bytes_per_ms: (2_000 / 1000) * FASTER });
  await until(() => isSent(300));
  expect(store.outbox.backlog()).toBe(0);
});

test('sync.pace: a single event that takes longer than an answer is waited for comes through', async () => {
  record(1, 'x'.repeat(100_000));
  await startOver({ cut_after_bytes: null, bytes_per_ms: (2_000 / 1000) * FASTER });
  await until(() => isSent(1));
  expect(store.outbox.backlog()).toBe(0);
});

test('sync.pace: a long tail comes over a link that is cut after 100 KB', async () => {
  await startOver({ cut_after_bytes: 100_000, bytes_per_ms: null });
  await until(() => store.cache.state().cursor !== null);
  for (let at = 0; at < 5_000; at += 1) {
    const row = { vendor_id: randomUUID(), code: `V${at}`, name: `V${at}` };
    central.publish('vendor', row.vendor_id, row);
  }
  loop?.syncNow();
  await until(() => store.cache.state().cursor?.version === central.version);
  expect(store.read.all('SELECT vendor_id FROM live_vendor')).toHaveLength(5_000);
  expect(link.cuts()).toBeGreaterThan(0);
});
