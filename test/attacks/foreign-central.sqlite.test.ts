import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeKeyPair, type StationStore } from '@serialbridge/cache';
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '@serialbridge/protocol';
import type { SyncLoop } from '@serialbridge/station/sync';
import { FakeCentral } from '@serialbridge/testing/station/fake-central';
import { loopOf, openSyncStore, pairTo, recordEvents } from '@serialbridge/testing/station/sync-rig';
import { temporaryFolder, type TemporaryFolder } from '@serialbridge/testing/temporary-folder';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

/*
 * Somebody puts something else in central's place: another central at its address, a fake that says yes to everything, a proxy that changes what
 * is said. The station must send it nothing, believe it in nothing, keep its events as unsent, and say so in red.
 */
vi.setConfig({ testTimeout: 30_000 });
let folder: TemporaryFolder;
let central: FakeCentral;
let central_url: string;
let store: StationStore;
let loop: SyncLoop | null;
let between: Server | null;

beforeEach(async () => {
  folder = temporaryFolder();
  central = new FakeCentral();
  central_url = await central.listen();
  store = openSyncStore(folder.dir);
  loop = null;
  between = null;
});
afterEach(async () => {
  await loop?.stop();
  store.close();
  between?.closeAllConnections();
  between?.close();
  await central.close();
  folder.remove();
});

function start(url = central_url): void {
  pairTo(store, central, url);
  recordEvents(store, central.station_id, 3);
  loop = loopOf(store);
  loop.start();
}
const status = () => {
  if (loop === null) throw new Error('it was not started');
  return loop.status();
};
const until = (is: () => boolean): Promise<void> =>
  vi.waitFor(() => expect(is()).toBe(true), { timeout: 20_000, interval: 10 });
const REFUSED = { state: 'offline', backlog: 3, cache_version: 0, problem: { code: 'sync.foreign-central' } };
/** What the screen shows once central is not believed: red by this code, offline, all events unsent. */
async function shown(): Promise<ReturnType<SyncLoop['status']>> {
  await until(() => status().problem?.code === 'sync.foreign-central');
  return { ...status(), backlog: store.outbox.backlog() };
}
async function serve(handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(handle);
  between = server;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
/** A proxy between the station and central that changes answers of one call on their way. */
const proxy = (path: string, change: (said: Record<string, unknown>) => Record<string, unknown>): Promise<string> =>
  serve((request, response) => {
    void (async () => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      const headers = Object.fromEntries(
        Object.entries(request.headers).filter(([name]) => !['host', 'connection', 'content-length'].includes(name)),
      ) as Record<string, string>;
      const answer = await fetch(`${central_url}${request.url ?? ''}`, {
        method: request.method ?? 'GET',
        headers,
        ...(request.method === 'POST' ? { body: Buffer.concat(parts) } : {}),
      });
      const text = await answer.text();
      const isMeant = request.url === path && answer.ok;
      const passed = Object.fromEntries(
        [...answer.headers].filter(([name]) => name.startsWith('serialbridge') || name === 'content-type'),
      );
      response.writeHead(answer.status, passed);
      response.end(isMeant ? JSON.stringify(change(JSON.parse(text) as Record<string, unknown>)) : text);
    })();
  });

test('sync.foreign-central: another central at the same address gets no event and acknowledges none', async () => {
  start();
  await until(() => store.outbox.backlog() === 0 && status().state === 'online');
  recordEvents(store, central.station_id, 3);
  central.key = makeKeyPair();
  central.asked.length = 0;
  loop?.recorded();
  loop?.syncNow();
  await until(() => status().problem?.code === 'sync.foreign-central');
  expect([store.outbox.backlog(), status().state]).toEqual([3, 'offline']);
});

test('sync.foreign-central: from the first word on, nothing but hello is asked of another central', async () => {
  const real = central.key;
  pairTo(store, central, central_url);
  central.key = makeKeyPair();
  recordEvents(store, central.station_id, 3);
  loop = loopOf(store);
  loop.start();
  expect(await shown()).toMatchObject(REFUSED);
  expect(new Set(central.asked)).toEqual(new Set(['/api/sync/hello']));
  expect(central.events).toEqual([]);
  // The real one is back: everything goes on by itself.
  central.key = real;
  loop.syncNow();
  await until(() => store.outbox.backlog() === 0 && status().state === 'online');
});

test('sync.foreign-central: a fake that answers 200 to everything, and says that it has it all', async () => {
  const asked: string[] = [];
  const url = await serve((request, response) => {
    asked.push(request.url ?? '');
    const head = { epoch: central.epoch, version: 9, hash: 'a'.repeat(64) };
    const hello = {
      central_id: central.central_id,
      central_key: central.key.public_key,
      epoch: central.epoch,
      durable_seq: 3,
      hash: store.log.head().hash,
      head,
      witness: 'A'.repeat(86),
      now: Date.now(),
      pull: 'tail',
      station_name: 'Dock 1',
      warehouse_id: '018f0000-0000-7000-8000-0000000000a2',
      revoked: false,
      earlier_heads: [],
      backed_up: [],
      compare: false,
      scope: 'tenant',
    };
    response.writeHead(200, {
      'content-type': 'application/json',
      [PROTOCOL_HEADER]: PROTOCOL_VERSION,
      'serialbridge-signature': 'A'.repeat(86),
    });
    response.end(JSON.stringify(hello));
  });
  start(url);
  expect(await shown()).toMatchObject(REFUSED);
  expect(new Set(asked)).toEqual(new Set(['/api/sync/hello']));
});

test('sync.foreign-central: a proxy that acknowledges what central does not have', async () => {
  central.trouble('/api/sync/push', ...Array.from({ length: 50 }, () => ({ status: 503, code: 'sync.overloaded' })));
  const { hash } = store.log.head();
  start(await proxy('/api/sync/hello', (said) => ({ ...said, durable_seq: 3, hash })));
  expect(await shown()).toMatchObject(REFUSED);
});

test('sync.foreign-central: a proxy that changes how much of a batch central took', async () => {
  start(await proxy('/api/sync/push', (said) => ({ ...said, durable_seq: 2, outcomes: [] })));
  await until(() => status().problem?.code === 'sync.foreign-central');
  // Central has them; the next true word says so, this one did not.
  expect(store.outbox.backlog()).toBe(3);
});

test.each(['station.revoked', 'station.unauthenticated', 'sync.snapshot-required'])(
  'sync.foreign-central: %s counts only under central’s signature',
  async (code) => {
    const problem = { type: code, title: code, status: 403, detail: code, code, errors: [] };
    const url = await serve((_, response) => {
      response.writeHead(403, { 'content-type': 'application/problem+json', [PROTOCOL_HEADER]: PROTOCOL_VERSION });
      response.end(JSON.stringify(problem));
    });
    start(url);
    expect(await shown()).toMatchObject(REFUSED);
  },
);

test('an answer of before, played again, is no answer to a new question', async () => {
  let kept: { readonly headers: Record<string, string>; readonly text: string } | null = null;
  const url = await serve((request, response) => {
    void (async () => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      if (kept === null || request.url !== '/api/sync/hello') {
        const headers = { ...(request.headers as Record<string, string>) };
        for (const name of ['host', 'connection', 'content-length']) Reflect.deleteProperty(headers, name);
        const answer = await fetch(`${central_url}${request.url ?? ''}`, {
          method: 'POST',
          headers,
          body: Buffer.concat(parts),
        });
        const text = await answer.text();
        kept = { headers: Object.fromEntries(answer.headers), text };
        response.destroy();
        return;
      }
      const { 'content-length': _, 'transfer-encoding': __, ...headers } = kept.headers;
      response.writeHead(200, headers);
      response.end(kept.text);
    })();
  });
  start(url);
  expect(await shown()).toMatchObject(REFUSED);
});
