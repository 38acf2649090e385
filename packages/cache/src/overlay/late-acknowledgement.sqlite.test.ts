import { expect, test } from 'vitest';
import {
  acknowledgeAll,
  addStock,
  append,
  cursorAt,
  openTestStore,
  PRODUCT_ID,
  stockOf,
  temporaryFolder,
  WAREHOUSE_ID,
} from '../fixtures/store-fixture.ts';
import { runsOf } from '../cache/apply-runs.ts';

test('store.overlay: when the cache has come to the version before central’s answer is written, the answer lets the overlay go', () => {
  const folder = temporaryFolder();
  const store = openTestStore(folder.dir);
  try {
    append(store, addStock(1));
    // Central has it and counted 5 besides: the pull brings that before the push's answer is written here.
    const row = { product_id: PRODUCT_ID, warehouse_id: WAREHOUSE_ID, on_hand: 6 };
    store.cache.apply(runsOf([{ entity: 'stock', key: `${PRODUCT_ID}|${WAREHOUSE_ID}`, row }]), cursorAt(3));
    expect(store.overlay.count()).toBe(1);
    acknowledgeAll(store, 3);
    expect(store.overlay.count()).toBe(0);
    expect(stockOf(store)).toBe(6);
    // Of an answer that the cache has not come to, nothing is let go.
    append(store, addStock(1));
    acknowledgeAll(store, 4);
    expect(store.overlay.count()).toBe(1);
    expect(stockOf(store)).toBe(7);
  } finally {
    store.close();
    folder.remove();
  }
});
