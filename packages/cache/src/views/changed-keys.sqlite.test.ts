import { randomUUID } from 'node:crypto';
import type { Row } from '@serialbridge/core/model';
import { expect, test } from 'vitest';
import { runsOf } from '../cache/apply-runs.ts';
import { touches, touchesRow } from './changed-keys.ts';
import {
  acknowledgeAll,
  addStock,
  append,
  cursorAt,
  openTestStore,
  PRODUCT_ID,
  WAREHOUSE_ID,
} from '@serialbridge/testing/cache/store-fixture';
import { temporaryFolder } from '@serialbridge/testing/temporary-folder';

const vendor = (vendor_id = randomUUID()): { entity: 'vendor'; key: string; row: Row<'vendor'> } => {
  return { entity: 'vendor', key: vendor_id, row: { vendor_id, code: vendor_id, name: 'A vendor' } };
};

test('store.changes: each row that a page or the settling overlay changes is named once; of many of one entity only the entity is', () => {
  const folder = temporaryFolder();
  const store = openTestStore(folder.dir);
  try {
    store.takeChanges();
    append(store, addStock(1));
    expect(store.takeChanges(), 'who recorded it knows it').toEqual(new Map());

    const one = vendor();
    store.cache.apply(runsOf([one]), cursorAt(1));
    store.cache.apply(runsOf([{ ...one, row: null }]), cursorAt(2));
    const named = store.takeChanges();
    expect(named).toEqual(new Map([['vendor', new Set([one.key])]]));
    expect([touches(named, 'vendor', 'unit'), touches(named, 'unit')]).toEqual([true, false]);
    // A row that is gone may have been the one that is looked for.
    expect(touchesRow(named, store.view, 'vendor', () => false)).toBe(true);
    store.cache.apply(runsOf([one]), cursorAt(3));
    const again = store.takeChanges();
    expect(touchesRow(again, store.view, 'vendor', ({ name }) => name === 'Another')).toBe(false);
    expect(touchesRow(again, store.view, 'vendor', ({ name }) => name === 'A vendor')).toBe(true);

    // Central refused the own event: no row of the page is the one that changes back.
    acknowledgeAll(store, 4);
    store.cache.apply([], cursorAt(4));
    expect(store.takeChanges()).toEqual(new Map([['stock', new Set([`${PRODUCT_ID}|${WAREHOUSE_ID}`])]]));

    store.cache.apply(runsOf(Array.from({ length: 101 }, () => vendor())), cursorAt(5));
    expect(store.takeChanges()).toEqual(new Map([['vendor', 'all']]));
    expect(store.takeChanges()).toEqual(new Map());
  } finally {
    store.close();
    folder.remove();
  }
});
