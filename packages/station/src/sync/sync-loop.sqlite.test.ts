import { randomUUID } from 'node:crypto';
import type { StationStore } from '@serialbridge/cache';
import { PROTOCOL_VERSION, MAX_PUSH_BYTES, MAX_PUSH_EVENTS, type SyncStatus } from '@serialbridge/protocol';
import { FakeCentral } from '@serialbridge/testing/station/fake-central';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { temporaryFolder, type TemporaryFolder } from '@serialbridge/testing/temporary-folder';
import { loopOf, openSyncStore, pairTo, recordEvents } from '@serialbridge/testing/station/sync-rig';
import { refuseAddress } from './central-client.ts';
import type { SyncLoop } from './sync-loop.ts';

const vendor = (name: string): { vendor_id: string; code: string; name: string } => ({
  vendor_id: randomUUID(),
  code: name,
  name,
});

let folder: TemporaryFolder;
let central: FakeCentral;
let store: StationStore;
let loop: SyncLoop;

async function open(): Promise<void> {
  store = openSyncStore(folder.dir);
  if (store.identity.read() === null) {
    pairTo(store, central, await central.listen());
  }
  loop = loopOf(store);
}
beforeEach(async () => {
  folder = temporaryFolder();
  central = new FakeCentral();
  await open();
});
afterEach(async () => {
  await loop.stop();
  store.close();
  await central.close();
  folder.remove();
});

function record(count: number): void {
  recordEvents(store, central.station_id, count);
  loop.recorded();
}
const until = (is: () => boolean): Promise<void> =>
  vi.waitFor(() => expect(is()).toBe(true), { timeout: 10_000, interval: 5 });
const online = (): Promise<void> =>
  until(() => loop.status().state === 'online' && loop.cacheAgeMs() === null && store.outbox.backlog() === 0);
const reached = (state: SyncStatus['state']): Promise<void> => until(() => loop.status().state === state);
const vendors = (): number => store.read.all('SELECT vendor_id FROM live_vendor').length;

test('sync.first: a snapshot, then the outbox in batches, then the tail', async () => {
  central.snapshotRows = [
    ['vendor', [vendor('A'), vendor('B')].toSorted((a, b) => (a.vendor_id < b.vendor_id ? -1 : 1))],
  ];
  record(1_200);
  loop.start();
  await online();
  expect(vendors()).toBe(2);
  expect(central.events.map(({ seq }) => seq)).toEqual(Array.from({ length: 1_200 }, (_, index) => index + 1));
  expect(central.asked.filter((path) => path === '/api/sync/push').length).toBeGreaterThanOrEqual(3);
  const row = vendor('C');
  central.publish('vendor', row.vendor_id, row);
  loop.syncNow();
  await until(() => vendors() === 3);
  expect(store.overlay.count()).toBe(0);
});

const pushes = (): number => central.asked.filter((path) => path === '/api/sync/push').length;

test('sync.ahead: each batch is sent once, though the next one is on its way before the answer is written', async () => {
  loop.start();
  await online();
  const { incarnation } = store.log.head();
  record(2_000);
  let batches = 0;
  for (let seq = 0; seq < 2_000; batches += 1)
    seq =
      store.outbox.batch(incarnation, seq, { events: MAX_PUSH_EVENTS, bytes: MAX_PUSH_BYTES }).events.at(-1)?.seq ??
      2_000;
  await online();
  expect(batches).toBeGreaterThan(3);
  expect(pushes()).toBe(batches);
  expect(central.events.map(({ seq }) => seq)).toEqual(Array.from({ length: 2_000 }, (_, index) => index + 1));
});

test('sync.ahead: one that breaks off on its way is sent again, in order', async () => {
  record(2_000);
  loop.start();
  await until(() => pushes() > 0);
  central.trouble('/api/sync/push', 'cut', 'cut');
  await online();
  expect(central.troubles.get('/api/sync/push')).toEqual([]);
  expect(central.events.map(({ seq }) => seq)).toEqual(Array.from({ length: 2_000 }, (_, index) => index + 1));
});

test('sync.ahead: a loop that is stopped leaves nothing on its way, and the next one goes on', async () => {
  record(2_000);
  loop.start();
  await until(() => pushes() > 0);
  await loop.stop();
  store.close();
  await open();
  loop.start();
  await online();
  expect(central.events.map(({ seq }) => seq)).toEqual(Array.from({ length: 2_000 }, (_, index) => index + 1));
});

test('sync.ahead: a long tail comes page by page, each asked for once', async () => {
  loop.start();
  await online();
  const asked = central.asked.length;
  for (let at = 0; at < 12_000; at += 1) {
    const row = vendor(`V${at}`);
    central.publish('vendor', row.vendor_id, row);
  }
  loop.syncNow();
  await until(() => store.cache.state().cursor?.version === central.version);
  expect(vendors()).toBe(12_000);
  expect(central.asked.slice(asked).filter((path) => path === '/api/sync/feed')).toHaveLength(3);
});

test('sync.newer-central: an entity or column of a newer central is passed over', async () => {
  loop.start();
  await online();
  const row = { ...vendor('A'), made_later: 1 };
  central.publish('vendor', row.vendor_id, row);
  central.publish('spaceship' as 'vendor', 'x', { spaceship_id: 'x' });
  loop.syncNow();
  await until(() => store.cache.state().cursor?.version === central.version);
  expect(vendors()).toBe(1);
});

test('sync.cut: an answer that is lost after the commit is made up for; nothing is stored twice', async () => {
  loop.start();
  await online();
  const { incarnation } = store.log.head();
  record(3);
  await online();
  // As if the answer to a push had been lost: central has them, the station does not know.
  store.outbox.rewind(incarnation, 0);
  expect(store.outbox.backlog()).toBe(3);
  loop.syncNow();
  await online();
  expect(central.events).toHaveLength(3);
});

test('sync.restored: what central lost is sent again, and its new epoch takes a new snapshot', async () => {
  central.snapshotRows = [['vendor', [vendor('A')]]];
  record(5);
  loop.start();
  await online();
  central.events = central.events.slice(0, 2);
  central.epoch = randomUUID();
  central.version = 1;
  central.snapshotRows = [];
  loop.syncNow();
  await until(() => central.events.length === 5);
  await online();
  expect(store.cache.state().cursor?.epoch).toBe(central.epoch);
  expect(vendors()).toBe(0);
});

test('sync.other-history: a station whose own file is an old backup begins a new incarnation', async () => {
  record(3);
  loop.start();
  await online();
  const { incarnation } = store.log.head();
  const [first] = central.events;
  if (first === undefined) throw new Error('nothing arrived');
  central.events.push({ ...first, seq: 9, hash: 'f'.repeat(64) });
  loop.syncNow();
  await until(() => store.log.head().incarnation !== incarnation);
  record(1);
  await online();
  expect(central.events.at(-1)).toMatchObject({ incarnation: store.log.head().incarnation, seq: 1 });
});

test('sync.chunk: a broken chunk is found by its hash and fetched again', async () => {
  central.snapshotRows = [['vendor', [vendor('A')]]];
  central.breakChunk = (bytes) => Buffer.concat([bytes, Buffer.from('x')]);
  loop.start();
  await online();
  expect(vendors()).toBe(1);
});

test('sync.overloaded: the outbox stays and is sent when central is well again', async () => {
  central.trouble('/api/sync/push', 'cut', { status: 503, code: 'sync.overloaded', retry_after: 0 });
  record(2);
  loop.start();
  await online();
  expect(central.events).toHaveLength(2);
});

test.each(['sync.envelope-invalid', 'request.invalid'] as const)(
  'sync.push-refused: a push that central answers with %s is red and counted until central takes it again',
  async (code) => {
    central.trouble('/api/sync/push', { status: 400, code });
    loop.start();
    await online();
    record(1);
    await until(() => loop.status().refused);
    expect(loop.status()).toMatchObject({ state: 'online', backlog: 1, problem: { code: 'sync.envelope-invalid' } });
    loop.syncNow();
    await until(() => store.outbox.backlog() === 0 && !loop.status().refused);
    expect(loop.status().problem).toBeNull();
  },
);

test('sync.envelope-invalid: a refused envelope stays in the outbox, and pulling goes on', async () => {
  central.trouble('/api/sync/push', { status: 400, code: 'sync.envelope-invalid' });
  loop.start();
  await online();
  record(1);
  await until(() => loop.status().problem?.code === 'sync.envelope-invalid');
  const row = vendor('A');
  central.publish('vendor', row.vendor_id, row);
  expect(store.outbox.backlog()).toBe(1);
  loop.syncNow();
  await until(() => vendors() === 1 && store.outbox.backlog() === 0);
});

test('held.quota: the outbox stays, the station says so until central takes a push again, and pulling goes on', async () => {
  const refusal = { status: 429, code: 'held.quota', retry_after: 60 } as const;
  central.trouble('/api/sync/push', refusal, refusal);
  loop.start();
  await online();
  record(1);
  await until(() => loop.status().refused);
  expect(loop.status()).toMatchObject({ state: 'online', backlog: 1, problem: { code: 'held.quota' } });
  const row = vendor('A');
  central.publish('vendor', row.vendor_id, row);
  loop.syncNow();
  await until(() => vendors() === 1);
  expect(loop.status()).toMatchObject({ refused: true, backlog: 1 });
  await until(() => loop.status().state === 'online');
  // The supervisor has looked at it, and presses Send now.
  loop.syncNow();
  await until(() => store.outbox.backlog() === 0);
  expect(loop.status()).toMatchObject({ refused: false, problem: null });
});

test.each([
  ['revoked', { status: 403, code: 'station.revoked' }],
  ['upgrade-needed', { status: 426, code: 'sync.protocol-older' }],
] as const)('sync.%s: is shown, and the outbox is kept', async (state, trouble) => {
  record(2);
  central.trouble('/api/sync/hello', trouble);
  loop.start();
  await reached(state);
  expect(loop.status()).toMatchObject({ backlog: 2, problem: { code: trouble.code } });
  expect(store.outbox.export({ software: 'test', now: 1 })[0]?.events).toBe(2);
});

test.each([
  ['sync.central-older', null],
  ['sync.protocol-newer', PROTOCOL_VERSION + 1],
] as const)(
  '%s: a central of another version is told from its answer, and the outbox is kept',
  async (code, protocol) => {
    record(2);
    central.protocol = protocol;
    loop.start();
    await reached('upgrade-needed');
    expect(loop.status()).toMatchObject({ backlog: 2, problem: { code } });
    expect(central.events).toEqual([]);
    // Once it is updated everything goes out.
    central.protocol = PROTOCOL_VERSION;
    loop.syncNow();
    await until(() => store.outbox.backlog() === 0);
  },
);

test('sync.unreachable: what answers in the place of a central that is away is no central from before, and it is asked again', async () => {
  record(2);
  central.protocol = null;
  central.trouble('/api/sync/hello', { status: 503, code: 'request.unavailable' });
  loop.start();
  await until(() => central.asked.includes('/api/sync/hello') && loop.status().problem !== null);
  expect(loop.status()).toMatchObject({ state: 'offline', problem: { code: 'request.unavailable' } });
  central.protocol = PROTOCOL_VERSION;
  await until(() => store.outbox.backlog() === 0);
});

test('sync.snapshot-required: below the floor the cache is taken anew', async () => {
  loop.start();
  await online();
  central.trouble('/api/sync/feed', { status: 409, code: 'sync.snapshot-required' });
  central.publish('vendor', 'x', null);
  const row = vendor('A');
  central.snapshotRows = [['vendor', [row]]];
  loop.syncNow();
  await until(() => central.asked.filter((path) => path === '/api/sync/snapshot').length === 2);
  await online();
  expect(vendors()).toBe(1);
});

test('sync.plain-http: only loopback may be spoken to in the clear', () => {
  for (const url of ['https://central.example', 'http://localhost:1', 'http://127.0.0.1:1', 'http://[::1]:1']) {
    expect(refuseAddress(url, false)).toBeNull();
  }
  for (const url of ['http://central.example', 'http://127.0.0.1.example', 'ftp://127.0.0.1', 'central']) {
    expect(refuseAddress(url, false)).not.toBeNull();
  }
  expect(refuseAddress('http://central.example', true)).toBeNull();
});
