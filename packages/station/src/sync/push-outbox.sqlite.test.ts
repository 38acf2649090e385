import { randomUUID } from 'node:crypto';
import { makeKeyPair, type StationStore } from '@serialbridge/cache';
import { ANSWER_TARGET_MS } from '@serialbridge/core/sync';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { temporaryFolder, type TemporaryFolder } from '@serialbridge/testing/temporary-folder';
import { openSyncStore, recordEvents, vendorPut } from '@serialbridge/testing/station/sync-rig';
import { PushRequest } from '@serialbridge/protocol';
import type { CentralClient } from './central-client.ts';
import { outboxPush } from './push-outbox.ts';

const STATION = '018f0000-0000-7000-8000-0000000000b7';

let folder: TemporaryFolder;
let store: StationStore;
beforeEach(() => {
  folder = temporaryFolder();
  store = openSyncStore(folder.dir);
  store.keys.write(makeKeyPair(), { tenant_id: randomUUID(), station_id: STATION, station_name: 'Dock 1' }, 1);
});
afterEach(() => {
  store.close();
  folder.remove();
});

/** Envelopes of about 1.2 KB: three of them in the 4 KB of the least batch, which leaves a part of it empty. */
function record(count: number): void {
  recordEvents(store, STATION, count, vendorPut('x'.repeat(600)));
}

test('sync.pace: after one answer that took long, the outbox soon goes in large batches again', async () => {
  let clock = 0;
  let answer_ms = 2 * ANSWER_TARGET_MS;
  const sizes: number[] = [];
  const place = { central_id: randomUUID(), epoch: randomUUID() };
  const central: Pick<CentralClient, 'push'> = {
    push: (text) => {
      const { events } = PushRequest.parse(JSON.parse(text));
      clock += answer_ms;
      sizes.push(events.length);
      const durable_seq = events.at(-1)?.seq ?? 0;
      return Promise.resolve({ ...place, durable_seq, hash: '', expected_seq: null, version: 1, outcomes: [] });
    },
  };
  const outbox = outboxPush(store, () => clock, { breathe: () => Promise.resolve() });
  const pushAll = async (): Promise<void> => {
    const signal = new AbortController().signal;
    while ((await outbox.step(central, STATION, signal)) !== null);
  };
  record(2);
  await pushAll();
  answer_ms = 20;
  record(1_000);
  await pushAll();
  expect(store.outbox.backlog()).toBe(0);
  expect(sizes.slice(0, 2)).toEqual([2, 3]);
  expect(Math.max(...sizes)).toBeGreaterThan(100);
  expect(sizes.length).toBeLessThan(40);
});
