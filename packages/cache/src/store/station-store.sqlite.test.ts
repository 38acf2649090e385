import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync, cpSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Envelope, followsChain, ZERO_HASH } from '@serialbridge/protocol/envelope';
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  acknowledgeAll,
  addStock,
  append,
  cursorAt,
  openTestStore,
  PRODUCT_ID,
  putUnits,
  requestOf,
  stockOf,
  unitRow,
  WAREHOUSE_ID,
} from '@serialbridge/testing/cache/store-fixture';
import { folder, openStore, reopen, store, storeForEachTest } from '@serialbridge/testing/cache/store-of-test';
import { temporaryFolder } from '@serialbridge/testing/temporary-folder';
import { EVENT_TYPES, EVENTS, type EventDraft } from '@serialbridge/core/events';
import type { RowChange } from '@serialbridge/core/ledger';
import type { AppendRequest } from '../ops/append-events.ts';
import { runsOf } from '../cache/apply-runs.ts';
import { type CaseRow, type HeldEventRow, keyOf } from '@serialbridge/core/model';
import { rowOf } from '@serialbridge/testing/rows';

storeForEachTest();

const put = (row: object): EventDraft => ({
  type: 'records-put',
  body: { import_id: null, entity: 'odd', rows: [row as Record<string, never>] },
});
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

test('ops.not-durable: ops.db runs at synchronous FULL in WAL, as read back', () => {
  expect(store.files.synchronous).toBe(2);
  expect(store.read.get('PRAGMA main.synchronous')).toEqual({ synchronous: 2 });
  const other = new Database(join(folder.dir, 'ops.db'));
  expect(other.pragma('journal_mode', { simple: true })).toBe('wal');
  other.close();
});

test('store.append: events form a gap-free hashed chain, also over a restart', () => {
  append(store, putUnits(unitRow('A')), putUnits(unitRow('B')));
  reopen();
  append(store, putUnits(unitRow('C')));
  const { incarnation } = store.log.head();
  const events = store.outbox
    .batch(incarnation, 0, { events: 10, bytes: 1e6 })
    .events.map(({ text }) => Envelope.parse(JSON.parse(text)));
  expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  let before = ZERO_HASH;
  for (const event of events) {
    expect(followsChain(event, before, sha256)).toBe(true);
    before = event.hash;
  }
  expect(store.log.head()).toEqual({ incarnation, seq: 3, hash: before });
});

test('store.append: an effect is seen at once, and again after a restart', () => {
  const unit = unitRow('SN-1', { disputed: true });
  append(store, putUnits(unit));
  expect(store.view.unitsBySerial('SN-1')).toEqual([unit]);
  reopen();
  expect(store.view.unitsBySerial('SN-1')).toEqual([unit]);
  expect(store.view.row('unit', unit.unit_id)).toEqual(unit);
});

test('store.append: drafts of one request see each other, and one that fails takes all back', () => {
  append(store, addStock(2), addStock(3));
  expect(stockOf(store)).toBe(5);
  const bad = {
    type: 'records-put',
    body: { import_id: null, entity: 'unit', rows: [{ unit_id: randomUUID() }] },
  } as const;
  expect(() => append(store, addStock(1), { ...bad, body: { ...bad.body, rows: [...bad.body.rows] } })).toThrow(
    /product_id is missing/u,
  );
  expect(stockOf(store)).toBe(5);
  expect(store.log.head().seq).toBe(2);
  append(store, addStock(1));
  expect(store.log.head().seq).toBe(3);
});

test.each(EVENT_TYPES)(
  'ops.event-invalid: %s that lacks its form is refused here, as central would, and nothing is recorded',
  (type) => {
    const shape: Readonly<Record<string, unknown>> = EVENTS[type].body.shape;
    const [field = ''] = Object.keys(shape);
    const bodies: unknown[] = [null, [], 'text', {}, { [field]: undefined }, { [field]: { odd: 1e300 } }];
    for (const body of bodies) {
      expect(() => append(store, addStock(1), { type, body } as unknown as EventDraft)).toThrow(
        expect.objectContaining({ id: 'ops.event-invalid', params: expect.objectContaining({ type }) }),
      );
    }
    expect(store.log.head().seq).toBe(0);
    expect(store.outbox.backlog()).toBe(0);
  },
);

test.each<[string, Partial<AppendRequest>]>([
  ['half a sign in a text', { drafts: [put({ a: '\ud800' })] }],
  ['a number that JSON does not have', { drafts: [put({ a: Infinity })] }],
  ['a station that has no id', { station_id: 'Dock 1' }],
  ['an operator who has none', { operator_id: '' }],
  ['a clock that is none', { captured_at: NaN }],
])('ops.event-invalid: %s', (_what, part) => {
  const request = { ...requestOf(store, [addStock(1)]), ...part };
  expect(() => store.log.append(request)).toThrow(expect.objectContaining({ id: 'ops.event-invalid' }));
  expect(store.log.head().seq).toBe(0);
  append(store, addStock(1));
  expect(store.log.head().seq).toBe(1);
});

test('U+0000 that a scanner sent is recorded word for word, and shown as an unreadable sign', () => {
  const [one] = append(store, putUnits(unitRow('A\0B')));
  expect(JSON.stringify(one?.envelope.body)).toContain('A\\u0000B');
  const { incarnation } = store.log.head();
  expect(store.outbox.batch(incarnation, 0, { events: 1, bytes: 1e6 }).events[0]?.text).toContain('A\\u0000B');
  expect(store.read.all('SELECT serial_raw FROM live_unit')).toEqual([{ serial_raw: 'A\u{FFFD}B' }]);
});

test('ops.event-too-large: refused whole, with the limit', () => {
  const rows = Array.from({ length: 400 }, (_, index) => unitRow(`S${index}`));
  expect(() => append(store, addStock(1), putUnits(...rows))).toThrow(
    expect.objectContaining({ id: 'ops.event-too-large' }),
  );
  expect(store.log.head().seq).toBe(0);
});

test('ops.disk-full: nothing is recorded, and the next one that fits is', () => {
  const db = new Database(join(folder.dir, 'ops.db'));
  const pages = Number(db.pragma('page_count', { simple: true }));
  db.close();
  // max_page_count is per connection: the store's own, reached through a statement that reads its answer.
  expect(store.read.get(`PRAGMA main.max_page_count = ${pages}`)).toBeDefined();
  const rows = Array.from({ length: 110 }, (_, index) => unitRow(`S${index}`.padEnd(200, 'x')));
  expect(() => append(store, putUnits(...rows))).toThrow(expect.objectContaining({ id: 'ops.disk-full' }));
  expect(store.log.head().seq).toBe(0);
  expect(store.outbox.backlog()).toBe(0);
  store.read.get('PRAGMA main.max_page_count = 1000000');
  append(store, putUnits(...rows));
  expect(store.log.head().seq).toBe(1);
});

test('ops.locked: a stranger that writes to ops.db makes the append fail whole', () => {
  const stranger = new Database(join(folder.dir, 'ops.db'));
  stranger.exec('BEGIN IMMEDIATE');
  try {
    expect(() => append(store, addStock(1))).toThrow(expect.objectContaining({ id: 'ops.locked' }));
  } finally {
    stranger.exec('ROLLBACK');
    stranger.close();
  }
  append(store, addStock(1));
  expect(stockOf(store)).toBe(1);
}, 20_000);

test('ops.in-use: a second host on the folder is refused and learns which process holds it', () => {
  expect(() => openTestStore(folder.dir)).toThrow(
    expect.objectContaining({ id: 'ops.in-use', params: { path: folder.dir, pid: String(process.pid) } }),
  );
});

test('ops.newer: a file of a newer version is refused and left alone', () => {
  append(store, addStock(1));
  store.close();
  const path = join(folder.dir, 'ops.db');
  const db = new Database(path);
  const was = Number(db.pragma('user_version', { simple: true }));
  db.pragma('user_version = 9000');
  db.close();
  const before = readFileSync(path);
  expect(() => openTestStore(folder.dir)).toThrow(expect.objectContaining({ id: 'ops.newer' }));
  expect(readFileSync(path).equals(before)).toBe(true);
  const back = new Database(path);
  back.pragma(`user_version = ${was}`);
  back.close();
  openStore();
  expect(stockOf(store)).toBe(1);
});

test.each([
  [
    'text',
    (path: string) => writeFileSync(path, 'not a database at all, but long enough to be read as one'.repeat(20)),
  ],
  [
    'a foreign database',
    (path: string) => {
      const db = new Database(path);
      db.exec('CREATE TABLE mine (x)');
      db.close();
    },
  ],
])('ops.wrong-file: %s in the place of ops.db is refused and left alone', (_, make) => {
  store.close();
  const path = join(folder.dir, 'ops.db');
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
  make(path);
  const before = readFileSync(path);
  expect(() => openTestStore(folder.dir)).toThrow(expect.objectContaining({ id: 'ops.wrong-file' }));
  expect(readFileSync(path).equals(before)).toBe(true);
  rmSync(path);
  openStore();
});

test('store.incarnation: a copied folder writes under a new incarnation and keeps its events', () => {
  append(store, addStock(1));
  const { incarnation } = store.log.head();
  store.close();
  const clone = temporaryFolder();
  cpSync(folder.dir, clone.dir, { recursive: true });
  openStore(clone.dir);
  expect(store.log.head().incarnation).not.toBe(incarnation);
  expect(store.log.head().seq).toBe(0);
  append(store, addStock(1));
  expect(store.outbox.unsent().map(({ incarnation: of, count }) => [of, count])).toEqual([
    [incarnation, 1],
    [store.log.head().incarnation, 1],
  ]);
  expect(stockOf(store)).toBe(2);
  clone.remove();
});

test('event_is_kept: no statement deletes or changes an event that central has not acknowledged', () => {
  append(store, addStock(1));
  const db = new Database(join(folder.dir, 'ops.db'));
  expect(() => db.exec('DELETE FROM event')).toThrow(/never deleted/u);
  expect(() => db.exec(`UPDATE event SET envelope = '{}'`)).toThrow(/never changed/u);
  db.close();
});

test('overlay.drop: a row stays until the cache has reached its version, whatever central answered', () => {
  append(store, addStock(5));
  acknowledgeAll(store, 7);
  expect(store.outbox.backlog()).toBe(0);
  expect(stockOf(store)).toBe(5);
  store.cache.apply([], cursorAt(6));
  expect(stockOf(store)).toBe(5);
  expect(store.overlay.count()).toBe(1);
  const row = { product_id: PRODUCT_ID, warehouse_id: WAREHOUSE_ID, on_hand: 5 };
  store.cache.apply(runsOf([{ entity: 'stock', key: `${PRODUCT_ID}|${WAREHOUSE_ID}`, row }]), cursorAt(7));
  expect(store.overlay.count()).toBe(0);
  expect(stockOf(store)).toBe(5);
});

test('overlay.rebase: pending events are folded again over what others changed', () => {
  append(store, addStock(5));
  const row = { product_id: PRODUCT_ID, warehouse_id: WAREHOUSE_ID, on_hand: 100 };
  store.cache.apply(runsOf([{ entity: 'stock', key: `${PRODUCT_ID}|${WAREHOUSE_ID}`, row }]), cursorAt(1));
  expect(stockOf(store)).toBe(105);
  append(store, addStock(1));
  reopen();
  expect(stockOf(store)).toBe(106);
});

test('overlay.crash: a cache that moved before the overlay could be dropped does not count twice after a restart', () => {
  append(store, addStock(5));
  acknowledgeAll(store, 7);
  store.close();
  const db = new Database(join(folder.dir, 'cache.db'));
  db.prepare('INSERT INTO stock VALUES (?, ?, 5)').run(PRODUCT_ID, WAREHOUSE_ID);
  for (const [name, value] of Object.entries(cursorAt(7)))
    db.prepare('INSERT OR REPLACE INTO meta VALUES (?, ?)').run(name, String(value));
  db.close();
  openStore();
  expect(stockOf(store)).toBe(5);
  expect(store.overlay.count()).toBe(0);
});

const asPut = (entity: 'case' | 'held_event', row: CaseRow | HeldEventRow): RowChange => ({
  entity,
  key: keyOf(entity, { ...row }),
  row: { ...row },
});

/** One event that central held at version 1, in an open case. */
function heldAtOne(): { readonly held: HeldEventRow; readonly open: CaseRow } {
  const [recorded] = append(store, addStock(5));
  const { incarnation } = store.log.head();
  const open = rowOf('case', { rule: 'case.event-held' });
  const held = rowOf('held_event', { event_id: recorded?.envelope.event_id ?? '', case_id: open.case_id });
  store.outbox.acknowledge({
    incarnation,
    durable_seq: 1,
    epoch: cursorAt(1).epoch,
    version: 1,
    outcomes: [{ event_id: held.event_id, outcome: 'held', held_reason: 'held.unknown-unit', case_ids: [] }],
    at: 1,
  });
  return { held, open };
}

test('overlay.held: a held event keeps its effect until central has applied it, to the version', () => {
  const { held, open } = heldAtOne();
  expect(stockOf(store)).toBe(5);
  store.cache.apply(runsOf([asPut('case', open), asPut('held_event', held)]), cursorAt(1));
  expect(stockOf(store)).toBe(5);
  // The case stays open: it counts other events of the station too.
  store.cache.apply(runsOf([{ entity: 'held_event', key: held.event_id, row: null }]), cursorAt(2));
  expect(stockOf(store)).toBeUndefined();
  reopen();
  expect(stockOf(store)).toBeUndefined();
});

test('overlay.held: a person who dismisses held events ends their effect', () => {
  const { held, open } = heldAtOne();
  store.cache.apply(runsOf([asPut('case', open), asPut('held_event', held)]), cursorAt(1));
  store.cache.apply(runsOf([asPut('case', { ...open, state: 'resolved' })]), cursorAt(2));
  expect(stockOf(store)).toBeUndefined();
});

test('overlay.held: an event whose version the cache has not reached is not taken for one that was applied', () => {
  heldAtOne();
  store.cache.apply(runsOf([]), { ...cursorAt(1), version: 0 });
  expect(stockOf(store)).toBe(5);
});

test('store.rewind: what a restored central lost is unsent again', () => {
  append(store, addStock(1), addStock(2), addStock(4));
  acknowledgeAll(store, 3);
  store.cache.apply(
    runsOf([
      {
        entity: 'stock',
        key: `${PRODUCT_ID}|${WAREHOUSE_ID}`,
        row: { product_id: PRODUCT_ID, warehouse_id: WAREHOUSE_ID, on_hand: 7 },
      },
    ]),
    cursorAt(3),
  );
  expect(store.outbox.rewind(store.log.head().incarnation, 1)).toBe(2);
  expect(store.outbox.backlog()).toBe(2);
  expect(store.outbox.unsent()[0]?.first_seq).toBe(2);
});

test('store.batch: keeps to the limits of events and bytes, but sends at least one', () => {
  append(store, ...Array.from({ length: 20 }, () => addStock(1)));
  const { incarnation } = store.log.head();
  expect(store.outbox.batch(incarnation, 0, { events: 7, bytes: 1e6 }).events).toHaveLength(7);
  expect(store.outbox.batch(incarnation, 5, { events: 7, bytes: 1 }).events.map(({ seq }) => seq)).toEqual([6]);
  const some = store.outbox.batch(incarnation, 0, { events: 20, bytes: 2_000 });
  expect(some.bytes).toBeLessThanOrEqual(2_000);
});

test('store.notes: kept with the event, forgotten by null', () => {
  store.log.append({ ...requestOf(store, [addStock(1)]), notes: { 'receiving.session': { id: 1 } } });
  reopen();
  expect(store.notes.read('receiving.session')).toEqual({ id: 1 });
  store.notes.write({ 'receiving.session': null });
  expect(store.notes.read('receiving.session')).toBeUndefined();
});

test('store.read: refuses statements that write', () => {
  expect(() => store.read.all('DELETE FROM main.event')).toThrow(/reads/u);
});
