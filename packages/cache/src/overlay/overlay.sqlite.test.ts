import { copyFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  acknowledgeAll,
  addStock,
  append,
  cursorAt,
  PRODUCT_ID,
  stockOf,
  WAREHOUSE_ID,
} from '@serialbridge/testing/cache/store-fixture';
import { folder, openStore, reopen, store, storeForEachTest } from '@serialbridge/testing/cache/store-of-test';
import { runsOf } from '../cache/apply-runs.ts';

storeForEachTest();

const OTHER_EPOCH = '018f0000-0000-7000-8000-00000000000e';
const stock = (on_hand: number): { entity: 'stock'; key: string; row: object & Record<string, unknown> } => ({
  entity: 'stock',
  key: `${PRODUCT_ID}|${WAREHOUSE_ID}`,
  row: { product_id: PRODUCT_ID, warehouse_id: WAREHOUSE_ID, on_hand },
});

async function swapIn(version: number, epoch: string, on_hand: number | null): Promise<void> {
  const loader = store.cache.beginSnapshot();
  if (on_hand !== null)
    await loader.load(
      'stock',
      ['product_id', 'warehouse_id', 'on_hand'],
      `${PRODUCT_ID}\t${WAREHOUSE_ID}\t${on_hand}\n`,
    );
  await loader.finish(cursorAt(version, epoch));
  store.cache.swapSnapshot();
}

/** As a power cut leaves the folder: both files as they are on the disk, the cache's log cut to `wal_bytes`. */
function cutPower(wal_bytes: number): void {
  for (const name of ['ops.db', 'ops.db-wal', 'cache.db', 'cache.db-wal'])
    copyFileSync(join(folder.dir, name), join(folder.dir, `kept-${name}`));
  store.close();
  for (const name of ['ops.db', 'ops.db-wal', 'cache.db', 'cache.db-wal'])
    copyFileSync(join(folder.dir, `kept-${name}`), join(folder.dir, name));
  truncateSync(join(folder.dir, 'cache.db-wal'), wal_bytes);
  openStore();
}

test('overlay.fallen-back: what left the overlay at a version that the cache lost in a power cut stands in it again', () => {
  store.cache.apply(runsOf([stock(0)]), cursorAt(1));
  append(store, addStock(5));
  acknowledgeAll(store, 2);
  store.cache.apply(runsOf([stock(5)]), cursorAt(2));
  expect(store.overlay.count()).toBe(0);
  cutPower(0);
  expect(store.cache.state().cursor?.version ?? 0).toBeLessThan(2);
  store.cache.apply(runsOf([stock(0)]), cursorAt(1));
  reopen();
  expect(store.overlay.count()).toBe(1);
  expect(stockOf(store)).toBe(5);
  store.cache.apply(runsOf([stock(5)]), cursorAt(2));
  expect([stockOf(store), store.overlay.count()]).toEqual([5, 0]);
});

test('overlay.fallen-back: after a swap to a snapshot older than the cache was, too', async () => {
  store.cache.apply(runsOf([stock(0)]), cursorAt(1));
  append(store, addStock(5));
  acknowledgeAll(store, 2);
  store.cache.apply(runsOf([stock(5)]), cursorAt(2));
  await swapIn(1, cursorAt(1).epoch, 0);
  expect([stockOf(store), store.overlay.count()]).toEqual([5, 1]);
});

test('overlay.rewound: lost by central while the old cache still shows it, an event counts once, also over a restart', async () => {
  store.cache.apply(runsOf([stock(0)]), cursorAt(1));
  append(store, addStock(5));
  acknowledgeAll(store, 2);
  store.cache.apply(runsOf([stock(5)]), cursorAt(2));
  const { incarnation } = store.log.head();
  expect(store.outbox.rewind(incarnation, 0)).toBe(1);
  store.overlay.adoptEpoch(OTHER_EPOCH);
  expect(stockOf(store)).toBe(5);
  reopen();
  expect(stockOf(store)).toBe(5);
  // The snapshot of the new epoch does not have it: from now on the overlay shows it, until it is acknowledged again and reached.
  await swapIn(2, OTHER_EPOCH, 0);
  expect([stockOf(store), store.overlay.count()]).toEqual([5, 1]);
  acknowledgeAll(store, 3, OTHER_EPOCH);
  store.cache.apply(runsOf([stock(5)]), cursorAt(3, OTHER_EPOCH));
  expect([stockOf(store), store.overlay.count()]).toEqual([5, 0]);
});

test('overlay.rewound: acknowledged again before the swap, an event stands in the overlay only if the snapshot lacks it', async () => {
  store.cache.apply(runsOf([stock(0)]), cursorAt(1));
  append(store, addStock(5));
  acknowledgeAll(store, 2);
  store.cache.apply(runsOf([stock(5)]), cursorAt(2));
  store.outbox.rewind(store.log.head().incarnation, 0);
  acknowledgeAll(store, 4, OTHER_EPOCH);
  await swapIn(3, OTHER_EPOCH, 0);
  expect([stockOf(store), store.overlay.count()]).toEqual([5, 1]);
  await swapIn(4, OTHER_EPOCH, 5);
  expect([stockOf(store), store.overlay.count()]).toEqual([5, 0]);
});

test('overlay.rewound: a version that was used again carries another effect, so the overlay has the event at once', () => {
  store.cache.apply(runsOf([stock(0)]), cursorAt(1));
  append(store, addStock(5));
  acknowledgeAll(store, 2);
  // Central was restored to 1 and went on with what others did: its version 2 is not the one that was acknowledged.
  store.cache.apply(runsOf([stock(1)]), cursorAt(2));
  store.outbox.rewind(store.log.head().incarnation, 0);
  store.overlay.addUnsent();
  expect([stockOf(store), store.overlay.count()]).toEqual([6, 1]);
});

test('store.overlay: when the cache has come to the version before central’s answer is written, the answer releases the overlay', () => {
  append(store, addStock(1));
  // Central has it and counted 5 besides: the pull brings that before the push's answer is written here.
  store.cache.apply(runsOf([stock(6)]), cursorAt(3));
  expect(store.overlay.count()).toBe(1);
  acknowledgeAll(store, 3);
  expect(store.overlay.count()).toBe(0);
  expect(stockOf(store)).toBe(6);
  // Of an answer that the cache has not come to, nothing is released.
  append(store, addStock(1));
  acknowledgeAll(store, 4);
  expect(store.overlay.count()).toBe(1);
  expect(stockOf(store)).toBe(7);
});
