import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cursorAt } from '@serialbridge/testing/cache/store-fixture';
import { folder, reopen, store, storeForEachTest } from '@serialbridge/testing/cache/store-of-test';
import { openSqlite } from '../sqlite.ts';
import { LostUnreadable } from './lost-records.ts';
import { runsOf } from './apply-runs.ts';

storeForEachTest();

const [FIRST, SECOND, THIRD, FOURTH] = [1, 2, 3, 4].map((at) => `018f0000-0000-7000-8000-0000000000e${at}`) as [
  string,
  string,
  string,
  string,
];
const ALPHA = '018f0000-0000-7000-8000-0000000000a1';
const BETA = '018f0000-0000-7000-8000-0000000000a2';

/** A cache of that epoch with these vendors takes the place of the present one. */
async function swapIn(epoch: string, version: number, ...vendors: readonly (readonly [id: string, name: string])[]) {
  const loader = store.cache.beginSnapshot();
  const lines = vendors.map(([id, name]) => `${id}\t${name}\t${name}\n`).join('');
  if (lines !== '') await loader.load('vendor', ['vendor_id', 'code', 'name'], lines);
  await loader.finish(cursorAt(version, epoch));
  store.cache.swapSnapshot();
}
/** All that is to be reported in the present epoch, as `epoch of the cache: name`. */
function tellAll(): string[] {
  const reported: string[] = [];
  for (let slice = store.lost.next(); slice !== null; slice = store.lost.next())
    for (const { row } of slice.records) reported.push(`${slice.as_of.epoch.slice(-2)}: ${String(row['name'])}`);
  expect(store.lost.pending()).toBe(false);
  return reported;
}
const files = (): string[] => readdirSync(folder.dir).filter((name) => /^cache\.lost-.*\.db$/u.test(name));
const pathOf = (at: number): string => join(folder.dir, files().toSorted()[at] ?? '');

test('lost.reported-again: restored once more, central hears of both caches; what was reported in this epoch is not reported twice', async () => {
  await swapIn(FIRST, 9, [ALPHA, 'alpha'], [BETA, 'beta']);
  expect(store.lost.pending()).toBe(false);
  await swapIn(SECOND, 5);
  expect(tellAll()).toEqual(['e1: alpha', 'e1: beta']);
  reopen();
  expect(store.lost.pending()).toBe(false);
  // A person restored one of them and changed it; then central fell back behind all of that.
  store.cache.apply(runsOf([{ entity: 'vendor', key: BETA, row: { vendor_id: BETA, code: 'beta', name: 'Beta' } }]), {
    ...cursorAt(6, SECOND),
  });
  await swapIn(THIRD, 5);
  expect(tellAll()).toEqual(['e1: alpha', 'e1: beta', 'e2: Beta']);
});

test('lost.reported-again: a restart in the midst of it begins again, and nothing that is not reported is ever dropped', async () => {
  await swapIn(FIRST, 9, [ALPHA, 'alpha']);
  await swapIn(SECOND, 5, [BETA, 'beta']);
  store.lost.next();
  reopen();
  await swapIn(THIRD, 5);
  await swapIn(FOURTH, 5);
  // Once more in an epoch that was there: it replaces none.
  await swapIn(THIRD, 7, [ALPHA, 'third']);
  await swapIn(FOURTH, 8);
  expect(files()).toHaveLength(5);
  expect(tellAll()).toEqual(['e1: alpha', 'e2: beta', 'e3: third']);
  expect(files()).toHaveLength(2);
});

test('lost.unreadable: a damaged cache is said once and kept, and the next one is reported', async () => {
  await swapIn(FIRST, 9, [ALPHA, 'alpha']);
  await swapIn(SECOND, 5, [BETA, 'beta']);
  await swapIn(THIRD, 5);
  writeFileSync(pathOf(0), 'no database at all '.repeat(500));
  expect(() => store.lost.next()).toThrow(LostUnreadable);
  reopen();
  expect(tellAll()).toEqual(['e2: beta']);
  expect(files().some((name) => name.includes(FIRST) && name.endsWith('.unreadable.db'))).toBe(true);
});

test('lost.busy: what passes is thrown, and the file is reported from when it has passed', async () => {
  await swapIn(FIRST, 9, [ALPHA, 'alpha']);
  await swapIn(SECOND, 5);
  const other = openSqlite(pathOf(0));
  other.pragma('locking_mode = EXCLUSIVE');
  other.exec('BEGIN EXCLUSIVE');
  expect(() => store.lost.next()).toThrow(/locked/u);
  expect(store.lost.pending()).toBe(true);
  other.close();
  expect(tellAll()).toEqual(['e1: alpha']);
}, 30_000);
