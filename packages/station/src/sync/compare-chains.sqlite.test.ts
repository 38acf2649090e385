import { randomUUID } from 'node:crypto';
import type { StationStore } from '@serialbridge/cache';
import type { ChainHead, LogPositionsRequest, HelloResponse } from '@serialbridge/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keptLog } from '@serialbridge/testing/station/host-fixture';
import { temporaryFolder, type TemporaryFolder } from '@serialbridge/testing/temporary-folder';
import { openSyncStore, recordEvents } from '@serialbridge/testing/station/sync-rig';
import { CentralError } from './central-error.ts';
import type { CentralClient } from './central-client.ts';
import { chainComparison, earlierIncarnations } from './compare-chains.ts';

const STATION_ID = '019b76da-a800-7504-ba3d-a4dd61e54de7';
const [FORMER, RESTORED] = [randomUUID(), randomUUID()];
const OTHERS = 'f'.repeat(64);
const never = new AbortController().signal;

let folder: TemporaryFolder;
let store: StationStore;
beforeEach(() => {
  folder = temporaryFolder();
  store = openSyncStore(folder.dir);
  recordEvents(store, STATION_ID, 6);
  const { incarnation } = store.log.head();
  store.outbox.acknowledge({ incarnation, durable_seq: 6, epoch: FORMER, version: 20, outcomes: [], at: 1 });
});
afterEach(() => {
  store.close();
  folder.remove();
});

const answer = (chain: { durable_seq: number; hash: string }, earlier_heads: ChainHead[] = []): HelloResponse => ({
  central_id: randomUUID(),
  central_key: 'A'.repeat(43),
  epoch: RESTORED,
  ...chain,
  head: { epoch: RESTORED, version: 7, hash: OTHERS },
  witness: 'A'.repeat(86),
  now: 1,
  pull: 'snapshot',
  station_name: 'Dock 1',
  warehouse_id: randomUUID(),
  revoked: false,
  earlier_heads,
  backed_up: [],
  compare: false,
  scope: 'tenant',
});
const nothingYet = { durable_seq: 0, hash: '0'.repeat(64) };

/** Central has our first `common` events; under the numbers after them it has those of the disk's clone. */
function chainAtCentral(common: number): Pick<CentralClient, 'logPositions'> & { asked: number } {
  const central = {
    asked: 0,
    logPositions: ({ positions }: Pick<LogPositionsRequest, 'positions'>) => {
      central.asked += 1;
      const known = positions.map(({ seq }) => seq).filter((seq) => seq <= common);
      return Promise.resolve({ furthest: Math.max(0, ...known) });
    },
  };
  return central;
}

test('sync.clone: what a restored central lost of ours is sent again, though it has the clone’s events under those numbers', async () => {
  const chains = chainComparison(store, () => 2, keptLog());
  const central = chainAtCentral(2);
  const { incarnation } = store.log.head();
  // Whose events those are the answer can't tell: a new chain begins, and central is asked at once about the former.
  expect(await chains.compare(answer({ durable_seq: 6, hash: OTHERS }), [], central, never)).toBe(false);
  expect(store.log.head().incarnation).not.toBe(incarnation);
  expect([store.outbox.backlog(), central.asked]).toEqual([0, 0]);

  const earlier = earlierIncarnations(store, STATION_ID, 10);
  const second = answer(nothingYet, [{ incarnation, durable_seq: 6, hash: OTHERS }]);
  expect(await chains.compare(second, earlier, central, never)).toBe(true);
  expect(store.outbox.unsent()).toEqual([{ incarnation, station_id: STATION_ID, count: 4, first_seq: 3 }]);

  const { asked } = central;
  expect(await chains.compare(second, earlier, central, never)).toBe(true);
  expect(central.asked).toBe(asked);
  const moved = answer(nothingYet, [{ incarnation, durable_seq: 9, hash: 'e'.repeat(64) }]);
  await chains.compare(moved, earlier, central, never);
  expect(central.asked).toBeGreaterThan(asked);
});

test('sync.clone: an old backup of a station, all of whose events central has, sends nothing again', async () => {
  const chains = chainComparison(store, () => 2, keptLog());
  const { incarnation } = store.log.head();
  store.log.beginIncarnation();
  const second = answer(nothingYet, [{ incarnation, durable_seq: 90, hash: OTHERS }]);
  expect(await chains.compare(second, [incarnation], chainAtCentral(6), never)).toBe(true);
  expect(store.outbox.backlog()).toBe(0);
});

test('sync.clone: a line that breaks while central is asked changes nothing, and it is asked again', async () => {
  const chains = chainComparison(store, () => 2, keptLog());
  const { incarnation } = store.log.head();
  store.log.beginIncarnation();
  const second = answer(nothingYet, [{ incarnation, durable_seq: 6, hash: OTHERS }]);
  const broken = { logPositions: () => Promise.reject(new CentralError(0, 'sync.unreachable', 'the line broke')) };
  await expect(chains.compare(second, [incarnation], broken, never)).rejects.toThrow(CentralError);
  expect(store.outbox.backlog()).toBe(0);
  expect(await chains.compare(second, [incarnation], chainAtCentral(5), never)).toBe(true);
  expect(store.outbox.backlog()).toBe(1);
});
