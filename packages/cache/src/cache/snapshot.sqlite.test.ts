import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { columnsOf, type AnyRow, type Entity } from '@serialbridge/core/model';
import { expect, test } from 'vitest';
import {
  acknowledgeAll,
  addStock,
  append,
  cursorAt,
  PRODUCT_ID,
  putUnits,
  stockOf,
  unitRow,
  WAREHOUSE_ID,
} from '@serialbridge/testing/cache/store-fixture';
import { folder, openStore, reopen, store, storeForEachTest } from '@serialbridge/testing/cache/store-of-test';
import { escapeCopy, unescapeCopy } from './copy-text.ts';
import { runsOf } from './apply-runs.ts';
import { rowOf } from '@serialbridge/testing/rows';

storeForEachTest();

/** Rows as PostgreSQL's COPY writes them. */
function copyText(entity: Entity, columns: readonly string[], rows: readonly AnyRow[]): string {
  const types = new Map(columnsOf(entity).map(({ name, type }) => [name, type]));
  const field = (row: AnyRow, name: string): string => {
    const value = row[name];
    if (value === null || value === undefined) return '\\N';
    if (types.get(name) === 'boolean') return value === true ? 't' : 'f';
    return escapeCopy(typeof value === 'string' ? value : JSON.stringify(value));
  };
  return rows.map((row) => `${columns.map((name) => field(row, name)).join('\t')}\n`).join('');
}
const columnsFor = (entity: Entity): string[] => columnsOf(entity).map(({ name }) => name);
const stock = (on_hand: number): AnyRow => ({ product_id: PRODUCT_ID, warehouse_id: WAREHOUSE_ID, on_hand });

async function pull(
  version: number,
  parts: readonly (readonly [Entity, readonly AnyRow[]])[],
  epoch?: string,
): Promise<void> {
  const loader = store.cache.beginSnapshot();
  for (const [entity, rows] of parts)
    await loader.load(entity, columnsFor(entity), copyText(entity, columnsFor(entity), rows));
  await loader.finish(cursorAt(version, epoch));
  store.cache.swapSnapshot();
}

test('copy.text: escapes go there and back', () => {
  for (const text of ['', 'a\tb', 'a\nb\r\\N', '\\\\x', '\b\f\v', 'é日本'])
    expect(unescapeCopy(escapeCopy(text))).toBe(text);
  expect(escapeCopy(null)).toBe('\\N');
});

test('snapshot.load: rows come out as they went in, found by every index, with the cursor', async () => {
  const odd = unitRow('tab\there \\N "q"', { disputed: true, cost_cents: 0, lot: 'line\nfeed', expiry: '2027-01-31' });
  const facts = [{ event_id: randomUUID(), note: 'a\tb' }];
  const unheld = { station_id: null, held_reason: null, held_count: null };
  const open = { ...rowOf('case', { unit_ids: [odd.unit_id], ...unheld }), facts };
  await pull(9, [
    ['unit', [odd, unitRow('B')].toSorted((a, b) => (a.unit_id < b.unit_id ? -1 : 1))],
    ['case', [open]],
  ]);
  expect(store.view.unitsBySerial(odd.serial_norm)).toEqual([odd]);
  expect(store.view.openCasesOfUnit(odd.unit_id)).toEqual([open]);
  expect(store.cache.state().cursor).toEqual(cursorAt(9));
  reopen();
  expect(store.cache.was).toBeNull();
  expect(store.view.row('unit', odd.unit_id)).toEqual(odd);
  const plan = store.read.all(`EXPLAIN QUERY PLAN SELECT * FROM live_unit WHERE serial_norm = 'x'`);
  expect(plan.filter(({ detail }) => String(detail).startsWith('SCAN'))).toEqual([]);
});

test('snapshot.columns: central may send columns in its own order, more of them, and fewer', async () => {
  const loader = store.cache.beginSnapshot();
  const unit = unitRow('A');
  const given = [
    'serial_norm',
    'made_later',
    ...columnsFor('unit').filter((name) => !['serial_norm', 'lot'].includes(name)),
  ];
  await loader.load('unit', given, copyText('unit', given, [{ ...unit, made_later: 'x' }]));
  await loader.finish(cursorAt(1));
  store.cache.swapSnapshot();
  expect(store.view.row('unit', unit.unit_id)).toEqual(unit);
});

test.each([
  ['a field too few', 'x\ty\n'],
  ['a boolean that is none', copyText('unit', columnsFor('unit'), [unitRow('A')]).replaceAll('\tf\t', '\tno\t')],
])('snapshot.unreadable: %s fails the load and leaves the cache in use alone', async (_, text) => {
  await pull(1, [['stock', [stock(3)]]]);
  const loader = store.cache.beginSnapshot();
  await expect(loader.load('unit', columnsFor('unit'), text)).rejects.toThrow(/field|no/u);
  await loader.abandon();
  expect(stockOf(store)).toBe(3);
  reopen();
  expect(stockOf(store)).toBe(3);
  expect(readdirSync(folder.dir)).not.toContain('cache.next.db');
});

test('snapshot.scans-go-on: events are recorded while a snapshot is loaded, and stand over it after the swap', async () => {
  await pull(1, [['stock', [stock(10)]]]);
  append(store, addStock(1));
  const units = Array.from({ length: 5_000 }, (_, index) => unitRow(`S${index}`)).toSorted((a, b) =>
    a.unit_id < b.unit_id ? -1 : 1,
  );
  const loader = store.cache.beginSnapshot();
  const loading = loader.load('unit', columnsFor('unit'), copyText('unit', columnsFor('unit'), units));
  let appended = 0;
  const pace = { done: false };
  const finished = loading.then(() => (pace.done = true));
  while (!pace.done) {
    append(store, addStock(1));
    appended += 1;
    await new Promise((resolve) => setImmediate(resolve));
  }
  await finished;
  expect(appended).toBeGreaterThan(3);
  await loader.load('stock', columnsFor('stock'), copyText('stock', columnsFor('stock'), [stock(100)]));
  await loader.finish(cursorAt(2));
  expect(stockOf(store)).toBe(11 + appended);
  store.cache.swapSnapshot();
  store.overlay.rebase();
  expect(stockOf(store)).toBe(101 + appended);
  expect(store.view.unitsBySerial('S42')).toHaveLength(1);
});

test('snapshot.many-pending: what was recorded while a long snapshot came is not folded again at its swap, and is seen all the while', async () => {
  const units = Array.from({ length: 120 }, (_, index) => unitRow(`S${index}`));
  for (const unit of units) append(store, putUnits(unit));
  const { incarnation } = store.log.head();
  const { epoch } = cursorAt(1);
  store.outbox.acknowledge({ incarnation, durable_seq: 100, epoch, version: 6, outcomes: [], at: 1 });
  await pull(5, [['stock', [stock(10)]]]);
  const seen = (): number => units.filter((unit) => store.view.row('unit', unit.unit_id) !== undefined).length;
  expect(store.overlay.isStale()).toBe(true);
  expect([seen(), stockOf(store)]).toEqual([120, 10]);

  // What the cache shows by now is released; the few that are left are folded over it.
  const rows = units.slice(0, 100).map((unit) => ({ entity: 'unit' as const, key: unit.unit_id, row: unit }));
  store.cache.apply(runsOf(rows), cursorAt(6));
  expect(store.overlay.isStale()).toBe(false);
  expect(store.overlay.count()).toBe(20);
  expect(store.read.get('SELECT count(*) AS n FROM main.unit')).toEqual({ n: 20 });
  expect([seen(), stockOf(store)]).toEqual([120, 10]);
});

test('snapshot.many-pending: all of it is there after a crash, and what a newer cache had shown is folded at once', async () => {
  const units = Array.from({ length: 120 }, (_, index) => unitRow(`S${index}`));
  for (const unit of units) append(store, putUnits(unit));
  await pull(5, [['stock', [stock(10)]]]);
  expect(store.overlay.isStale()).toBe(true);
  reopen();
  expect(store.overlay.isStale()).toBe(false);
  expect(units.every((unit) => store.view.row('unit', unit.unit_id) !== undefined)).toBe(true);

  acknowledgeAll(store, 6);
  store.cache.apply(
    runsOf(units.map((unit) => ({ entity: 'unit' as const, key: unit.unit_id, row: unit }))),
    cursorAt(6),
  );
  expect(store.overlay.count()).toBe(0);
  await pull(5, [['stock', [stock(10)]]]);
  expect(store.overlay.isStale()).toBe(false);
  expect(units.every((unit) => store.view.row('unit', unit.unit_id) !== undefined)).toBe(true);
});

test('snapshot.epoch: what the old epoch acknowledged is in the snapshot of the new one', async () => {
  append(store, addStock(5));
  acknowledgeAll(store, 40);
  const epoch = randomUUID();
  store.overlay.adoptEpoch(epoch);
  append(store, addStock(1));
  await pull(3, [['stock', [stock(5)]]], epoch);
  expect(stockOf(store)).toBe(6);
  expect(store.overlay.count()).toBe(1);
});

test('cache.disposable: a damaged, missing or differently shaped cache.db is made again; events stay', async () => {
  append(store, addStock(2));
  await pull(1, [['stock', [stock(10)]]]);
  expect(stockOf(store)).toBe(12);
  const path = join(folder.dir, 'cache.db');
  const damages: readonly [string, () => void][] = [
    ['unusable', () => writeFileSync(path, 'rubbish '.repeat(4_000))],
    ['unusable', () => truncateSync(path, 5_000)],
    ['missing', () => rmSync(path)],
    [
      'unusable',
      () => {
        const db = new Database(path);
        db.exec(`UPDATE meta SET value = 'older' WHERE name = 'schema_id'`);
        db.close();
      },
    ],
  ];
  for (const [was, damage] of damages) {
    store.close();
    damage();
    openStore();
    expect(store.cache.was).toBe(was);
    expect(store.cache.state().cursor).toBeNull();
    expect(stockOf(store)).toBe(2);
    expect(store.outbox.backlog()).toBe(1);
  }
});

test('cache.swap: one cut between its two steps is ended at the next start', async () => {
  const loader = store.cache.beginSnapshot();
  await loader.load('stock', columnsFor('stock'), copyText('stock', columnsFor('stock'), [stock(7)]));
  await loader.finish(cursorAt(4));
  store.close();
  for (const suffix of ['', '-wal', '-shm']) rmSync(join(folder.dir, `cache.db${suffix}`), { force: true });
  openStore();
  expect(stockOf(store)).toBe(7);
  expect(existsSync(join(folder.dir, 'cache.next.db'))).toBe(false);
});

test('cache.swap: before its first step the old cache stays, whatever lies beside it', async () => {
  await pull(1, [['stock', [stock(3)]]]);
  for (const isFinished of [false, true]) {
    const loader = store.cache.beginSnapshot();
    await loader.load('stock', columnsFor('stock'), copyText('stock', columnsFor('stock'), [stock(7)]));
    if (isFinished) await loader.finish(cursorAt(4));
    const next = readFileSync(join(folder.dir, 'cache.next.db'));
    await loader.abandon();
    store.close();
    writeFileSync(join(folder.dir, 'cache.next.db'), next);
    openStore();
    expect([stockOf(store), store.cache.was, store.cache.state().cursor]).toEqual([3, null, cursorAt(1)]);
    expect(existsSync(join(folder.dir, 'cache.next.db'))).toBe(false);
  }
});

test('snapshot.modes: a thread and the calling thread build the same file, byte by byte', async () => {
  const units = Array.from({ length: 3_000 }, (_, index) => unitRow(`S${index}`)).toSorted((a, b) =>
    a.unit_id < b.unit_id ? -1 : 1,
  );
  const chunk = zstdCompressSync(copyText('unit', columnsFor('unit'), units));
  const sha256 = createHash('sha256').update(chunk).digest('hex');
  const files: Buffer[] = [];
  for (const mode of ['thread', 'inline'] as const) {
    store.close();
    openStore(folder.dir, mode);
    const loader = store.cache.beginSnapshot();
    expect(await loader.take({ entity: 'unit', sha256 }, columnsFor('unit'), new Uint8Array(chunk))).toBe(units.length);
    await loader.load('stock', columnsFor('stock'), copyText('stock', columnsFor('stock'), [stock(7)]));
    await loader.finish(cursorAt(4));
    files.push(readFileSync(join(folder.dir, 'cache.next.db')));
    await loader.abandon();
    expect(store.cache.fetched.has(sha256)).toBe(true);
    store.cache.fetched.remove();
  }
  expect(files[0]?.length).toBeGreaterThan(100_000);
  expect(files[0]?.equals(files[1] ?? Buffer.alloc(0))).toBe(true);
});

test('tail.apply: rows change and go with the cursor, or not at all', async () => {
  await pull(1, [['stock', [stock(10)]]]);
  const unit = unitRow('T');
  store.cache.apply(runsOf([{ entity: 'unit', key: unit.unit_id, row: unit }]), cursorAt(2));
  expect(store.view.unitsBySerial('T')).toEqual([unit]);
  const bad = { ...unit, serial_raw: null, state: 'shipped' };
  expect(() =>
    store.cache.apply(
      runsOf([
        { entity: 'unit', key: unit.unit_id, row: null },
        { entity: 'unit', key: unit.unit_id, row: bad },
      ]),
      cursorAt(3),
    ),
  ).toThrow(/serial_raw/u);
  expect(store.cache.state().cursor).toEqual(cursorAt(2));
  expect(store.view.unitsBySerial('T')).toEqual([unit]);
  store.cache.apply(runsOf([{ entity: 'unit', key: unit.unit_id, row: null }]), cursorAt(3));
  expect(store.view.unitsBySerial('T')).toEqual([]);
});
